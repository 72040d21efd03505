//! Who works a board's wires: the choice that every board has.

/// Chooses who works a board's wires, and names the board on it.
///
/// Makes the types `Processor`, which is one of the given platforms, and
/// `Board`, the board on it:
///
/// | built | `Processor` is |
/// |---|---|
/// | with the feature `ffi` | `ffi`: the C drivers beside AtomVM |
/// | with the feature `bare`, for bare metal of that architecture | `bare`: the chip itself |
/// | for a host, without `ffi` | `host`: models |
///
/// Else there is neither type, and only the board on a platform of one's own.
/// A platform that is not chosen need not be a dependency.
///
/// # Examples
///
/// ```
/// # use core::marker::PhantomData;
/// # struct Models;
/// pub struct Core<P>(PhantomData<P>);
///
/// board_support::forms! {
///     board: Core,
///     ffi: platform_ffi::Ffi,
///     bare("riscv32"): platform_esp32c3::Esp32c3,
///     host: Models,
/// }
///
/// let _on_a_host: Board = Core(PhantomData::<Models>);
/// ```
#[macro_export]
macro_rules! forms {
    (
        board: $board:ident,
        ffi: $ffi:ty,
        $(bare($arch:literal): $bare:ty,)?
        host: $host:ty $(,)?
    ) => {
        /// Who works the wires: the C drivers beside AtomVM.
        #[cfg(feature = "ffi")]
        pub type Processor = $ffi;

        $(
            /// Who works the wires: the chip itself.
            #[cfg(all(
                not(feature = "ffi"),
                feature = "bare",
                target_arch = $arch,
                target_os = "none"
            ))]
            pub type Processor = $bare;
        )?

        /// Who works the wires: models.
        #[cfg(all(not(feature = "ffi"), not(target_os = "none")))]
        pub type Processor = $host;

        /// The board that examples name.
        #[cfg(any(
            feature = "ffi",
            $(all(feature = "bare", target_arch = $arch, target_os = "none"),)?
            not(target_os = "none")
        ))]
        pub type Board = $board<Processor>;
    };
}
