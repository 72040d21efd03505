# Names of what can be done here. A recipe has at most three lines; what needs
# more is a Rust tool in crates/tidy or crates/count.

target := env("CARGO_TARGET_DIR", justfile_directory() / "target")

# Every crate that runs on a microcontroller, and the cores it is built for.
no_std := "-p chip-ssd0323 -p board-esp32-c3 -p board-esp32-p4-function-ev -p board-esp32-s3-box-3 -p board-m5stack-core2 -p board-pico-restouch-lcd-3-5 -p board-stm32f407g-disc1 -p board-qemu-mps2-an385 -p chip-wm8750 -p platform-mps2-an385 -p avm-nif -p avm-port -p avm-resource -p avm-term -p board-parts -p board-support -p chip-axp192 -p chip-cs43l22 -p chip-cst816s -p chip-es8311 -p chip-es8388 -p chip-ft6x36 -p chip-gt911 -p chip-i2s-amp -p chip-mipidsi -p chip-tt21100 -p chip-xpt2046 -p class-audio -p class-panel -p class-spi -p class-touch -p isr-ring -p platform-ffi -p pore -p port-state -p platform-bare -p port-audio -p port-config -p port-display -p port-pore -p port-spi -p port-touch"
# What is built where the firmware has critical sections, as beside AtomVM.
no_std_atomvm := "-p vm-atomvm -p atomvm-rp2 -p example-nifs"
# What is built for its own chip only, by test-long.
no_std_hals := "-p bare-esp32-p4-function-ev -p bare-esp32-c3 -p bare-stm32f407g-disc1 -p bare-firmware -p platform-esp32p4 -p platform-esp32c6 -p platform-esp32c3 -p platform-esp32 -p platform-stm32f4"
cores := "--target thumbv6m-none-eabi --target thumbv7em-none-eabihf --target riscv32imc-unknown-none-elf"
debian := "RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 /usr/bin/cargo"

memcheck := "valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite"

# Lists the recipes.
default:
    @just --list

# Everything that must be green, on a bare Debian 12 with Rust.
test-all: setup tidy fmt clippy docs test faults loom stress count-gate no-std test-boards cross-boards test-emulated test-ffi test-otp erlang

# Installs what is missing, by apt-get.
setup:
    cargo run --quiet -p tidy --bin setup

# Holds the repository to its rules, and prints the sizes of files and functions.
tidy:
    cargo run --quiet -p tidy

# Checks the layout of the code.
fmt:
    cargo fmt --all --check

# Lints everything; a warning is an error.
clippy:
    cargo clippy --workspace --all-targets -- -D warnings

# Builds the documentation; a broken link is an error.
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# Runs the unit, property and compile-fail tests.
test:
    cargo test --workspace

# Makes everything that can fail in ports and resources fail once; prints at how many points.
faults:
    RUST_BACKTRACE=0 cargo test --workspace --test faults -- --nocapture

# Explores the protocols of rings and pores in every order of its loads and stores.
loom:
    RUSTFLAGS="--cfg avm_loom" CARGO_TARGET_DIR="{{ target }}/loom" cargo test -p isr-ring -p pore --release --test loom -- --nocapture

# Runs events, bytes and blocks between two threads, with back-pressure.
stress:
    cargo test -p isr-ring --release --test stress --test stress_streams -- --nocapture

# Counts instructions; fails when a figure is worse than the one recorded.
count-gate:
    cargo run --release -p count -- gate

# Prints the costs of the ring and the table beside their peers, and two threads' rates.
count:
    cargo run --release -p count -- all

# Builds what runs on a microcontroller for the three cores, by Debian's compiler.
no-std:
    CARGO_TARGET_DIR="{{ target }}/no-std" {{ debian }} build -Zbuild-std=core,alloc {{ cores }} {{ no_std }}
    CARGO_TARGET_DIR="{{ target }}/no-std" {{ debian }} build -Zbuild-std=core,alloc {{ cores }} {{ no_std_atomvm }}

# Lets timer interrupts push into the ring, and opens whole ports, on machines that QEMU emulates.
test-emulated: setup
    cargo run --quiet -p emulated

# What takes too long for every change: firmware with each chip's HAL, storms on Erlang/OTP, a cluster of 1, 4 and 16, fuzzing, the comparison of pores.
test-long: setup link-hals fuzz hostile asan pore-bench
    LONG=1 ERL="${ERL:-erl}" cargo test -p otp-suite -p straw-nodes --release --test otp -- --nocapture --test-threads=2
    cargo run --quiet -p cluster -- --sweep --rate 0

# Builds firmware with each chip's HAL and links it whole.
link-hals: setup
    cargo run --quiet -p bare-link -- {{ no_std_hals }}

# Feeds ten million inputs each to what reads bytes that others wrote.
fuzz:
    ETF_FUZZ_RUNS=10000000 cargo test -p avm-term --release --test etf_fuzz -- --nocapture
    PORE_FUZZ_RUNS=10000000 cargo test -p pore --release --test pore_fuzz -- --nocapture
    STRAW_FUZZ_RUNS=10000000 cargo test -p pore --release --test straw_fuzz -- --nocapture

# Lets a hostile process do harm to pores for a minute; HOSTILE_SECONDS says for how long.
hostile:
    HOSTILE_SECONDS="${HOSTILE_SECONDS:-60}" cargo test -p pore --release --test hostile -- --nocapture

# Runs the hostile minute, the fuzzers and the tests of pores under AddressSanitizer, which rustup's stable brings and Debian's Rust does not.
asan:
    @ls "$(rustc --print target-libdir)"/librustc-*_rt.asan.a || { echo "MISSING: the runtime of AddressSanitizer, librustc-*_rt.asan.a: install Rust by rustup for x86-64 or AArch64" >&2; exit 1; }
    HOSTILE_SECONDS="${HOSTILE_SECONDS:-60}" RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zsanitizer=address" CARGO_TARGET_DIR="{{ target }}/asan" cargo test -p pore --target "{{ arch() }}-unknown-linux-gnu" --test hostile --test pore_fuzz --test straw_fuzz --test ring --test unix --test channel -- --skip does_not_compile --nocapture

# Builds every example for every board, by changing the one line that names the board.
test-boards:
    cargo run --quiet -p tidy --bin boards -- examples

# Builds every board beside AtomVM for its core, as its page says.
cross-boards: setup
    cargo run --quiet -p tidy --bin boards -- cross

# Compiles the C of boards beside AtomVM and links it with whole firmware libraries; under valgrind.
test-ffi: setup
    cargo run --quiet -p platform-ffi-shims
    ROUNDS=300 CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER="{{ memcheck }}" cargo test --quiet -p platform-ffi --test buses --test signals --test rounds

# Compiles, tests and type-checks the Erlang library; rebar3 and mix depend on it, and compile its pages.
erlang:
    cargo run --quiet -p tidy --bin erlang

# Makes a port that builds, is tested and documented: drivers/ports/NAME and examples/NAME.
new-port NAME:
    cargo run --quiet -p tidy --bin new -- port "{{ NAME }}"

# Makes a board that builds, is tested, documented and in the table of on-boards: boards/NAME.
new-board NAME:
    cargo run --quiet -p tidy --bin new -- board "{{ NAME }}"

# Opens all ports at once; leaves panel.png and speaker.wav.
demo:
    cargo run

# Leaves in DIR the library, under the names of all ports, and the beams that AtomVM loads.
atomvm-bundle DIR:
    cargo build --release -p atomvm-ports
    cargo run --quiet -p tidy --bin bundle -- "{{ target }}/release/libatomvm_ports.so" "{{ DIR }}"
    erlc +debug_info -o "{{ DIR }}" crates/avm-port/erlang/src/*.erl

# Runs the end-to-end tests on the AtomVM at $ATOMVM; its layout too, by the source at $ATOMVM_SRC; NIFs, by its build at $ATOMVM_BUILD.
test-atomvm:
    : "${ATOMVM:?is the path of an AtomVM executable}"
    cargo test -p vm-atomvm --test layout -- --nocapture
    cargo test -p atomvm-ports -p atomvm-nifs -p conformance -p straw-nodes --release --test atomvm --test linked -- --nocapture --test-threads=1

# Leaves in DIR/avm_port the application for Erlang/OTP: the beams in ebin, the library in priv.
otp-bundle DIR:
    cargo build --release -p otp-ports
    cargo run --quiet -p tidy --bin otp-bundle -- "{{ target }}/release/libotp_ports.so" "{{ DIR }}"

# Runs the end-to-end tests on Debian's Erlang/OTP, or on the `erl` at $ERL.
test-otp: setup
    ERL="${ERL:-erl}" cargo test -p otp-ports -p conformance -p straw-nodes --release --test otp -- --nocapture --test-threads=2
    ERL="${ERL:-erl}" cargo test -p otp-nifs -p otp-suite --release --test otp -- --nocapture --test-threads=2
    ERL="${ERL:-erl}" cargo test -p cluster --test cluster -- --nocapture --test-threads=2

# Compares NIFs and a port with the same in C and with rustler, on Debian's Erlang/OTP or `erl` at $ERL.
otp-bench: setup
    ERL="${ERL:-erl}" cargo test -p otp-bench --release --test bench -- --nocapture --test-threads=1

# Compares pores and straws with other ways between two processes, and nodes of the `erl` at $ERL.
pore-bench: setup
    ERL="${ERL:-erl}" cargo test -p pore-bench --features iceoryx2 --release --test bench -- --nocapture

# Runs the ports in the firmware of AtomVM at $ATOMVM_RP2, and a board's at $ATOMVM_RP2_BOARD, on an emulated RP2040.
test-rp2:
    npm ci --silent --prefix crates/emulated/rp2040js
    node --test examples/atomvm-rp2/emulated/ examples/atomvm-firmware/emulated/

# One Erlang/OTP node with the touch panels and speakers of many; arguments as for `cluster --help`.
cluster *ARGS:
    cargo run --quiet -p cluster -- {{ ARGS }}

# Compares the port with the same port in C on the AtomVM at $ATOMVM.
atomvm-bench:
    : "${ATOMVM:?is the path of an AtomVM executable}" "${ATOMVM_SRC:?is the folder of its source}"
    cargo test -p atomvm-bench --release --test bench -- --nocapture --test-threads=1
