//! Where the platforms' own headers are, and what they want to be told.
//!
//! An SDK's build makes some headers; those that the shims need are made here
//! in the same way.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use tools::Failure;

use crate::platform::Platform;

/// A platform's headers.
#[derive(Debug, Clone)]
pub(crate) struct Headers {
    /// What the compiler is told.
    pub(crate) flags: Vec<String>,
    /// Which they are.
    pub(crate) version: String,
}

/// Looks by the platform's variables; makes in `folder` what is made.
pub(crate) fn find(platform: &Platform, folder: &Path) -> Result<Option<Headers>, Failure> {
    let Some(root) = env::var_os(platform.variable).map(PathBuf::from) else {
        return Ok(None);
    };
    match platform.name {
        "pico" => pico(&root, folder).map(Some),
        "esp-idf" => esp_idf(&root, folder).map(Some),
        _ => stm32(&root, folder).map(Some),
    }
}

/// AtomVM's headers for a platform; `None` where it has none on these drivers.
pub(crate) fn of_atomvm(
    platform: &Platform,
    source: &Path,
    folder: &Path,
) -> Result<Option<Vec<String>>, Failure> {
    let platforms = source.join("src/platforms");
    let own = platform.vm_headers.iter().map(|name| platforms.join(name));
    let own = own.into_iter().find(|header| header.is_file());
    let Some(own) = own.as_deref().and_then(Path::parent) else {
        return Ok(None);
    };
    fs::write(
        folder.join("avm_version.h"),
        "#define ATOMVM_VERSION \"\"\n",
    )?;
    let mut flags = vec![include(folder)];
    flags.extend(system(own));
    flags.extend(system(&source.join("src/libAtomVM")));
    Ok(Some(flags))
}

/// What an AtomVM says it is.
pub(crate) fn atomvm_version(source: &Path) -> String {
    let text = fs::read_to_string(source.join("version.cmake")).unwrap_or_default();
    format!("AtomVM {}", quoted(&text, "ATOMVM_BASE_VERSION \"", '"'))
}

/// What stands in a text between a beginning and an end.
fn quoted<'t>(text: &'t str, beginning: &str, end: char) -> &'t str {
    let rest = text.split_once(beginning).map_or("?", |(_, rest)| rest);
    rest.split(end).next().unwrap_or("?").trim()
}

fn include(folder: &Path) -> String {
    format!("-I{}", folder.display())
}

/// The compiler keeps quiet about what is below.
fn system(folder: &Path) -> [String; 2] {
    ["-isystem".into(), folder.display().to_string()]
}

/// Every folder of that name below, but those of other processors.
fn below(root: &Path, name: &str, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(root)? {
        entries.push(entry?.path());
    }
    entries.sort();
    for path in entries.into_iter().filter(|path| path.is_dir()) {
        if path.file_name().is_some_and(|last| last == name) {
            found.push(path);
        } else {
            below(&path, name, found)?;
        }
    }
    Ok(())
}

/// The Pico SDK, 1.5 or 2, for an RP2040 on a Pico.
fn pico(root: &Path, folder: &Path) -> Result<Headers, Failure> {
    let text = fs::read_to_string(root.join("pico_sdk_version.cmake"))?;
    let part = |name: &str| quoted(&text, &format!("set(PICO_SDK_VERSION_{name}"), ')');
    let version = [part("MAJOR"), part("MINOR"), part("REVISION")].join(".");
    fs::create_dir_all(folder.join("pico"))?;
    let numbers = format!(
        "#define PICO_SDK_VERSION_MAJOR {}\n#define PICO_SDK_VERSION_MINOR {}\n",
        part("MAJOR"),
        part("MINOR")
    );
    fs::write(folder.join("pico/version.h"), numbers)?;
    let config = "#include \"boards/pico.h\"\n#include \"cmsis/rename_exceptions.h\"\n";
    fs::write(folder.join("pico/config_autogen.h"), config)?;
    let mut folders = Vec::new();
    for part in ["src/common", "src/rp2040", "src/rp2_common"] {
        below(&root.join(part), "include", &mut folders)?;
    }
    folders.push(root.join("src/boards/include"));
    folders.push(root.join("lib/mbedtls/include"));
    let mut flags = vec![include(folder)];
    flags.extend(folders.iter().flat_map(|folder| system(folder)));
    let defined = [
        "PICO_RP2040=1",
        "PICO_ON_DEVICE=1",
        "PICO_32BIT=1",
        "NDEBUG",
    ];
    flags.extend(defined.map(|name| format!("-D{name}")));
    Ok(Headers {
        flags,
        version: format!("Pico SDK {version}"),
    })
}

/// What of ESP-IDF's configuration its headers ask for, for an ESP32-C3.
const SDKCONFIG: &str = "\
#define CONFIG_IDF_TARGET \"esp32c3\"
#define CONFIG_IDF_TARGET_ARCH_RISCV 1
#define CONFIG_IDF_TARGET_ESP32C3 1
#define CONFIG_IDF_FIRMWARE_CHIP_ID 5
#define CONFIG_ESP32C3_REV_MIN_FULL 3
#define CONFIG_ESP_SYSTEM_SINGLE_CORE_MODE 1
#define CONFIG_FREERTOS_UNICORE 1
#define CONFIG_FREERTOS_NUMBER_OF_CORES 1
#define CONFIG_FREERTOS_HZ 100
#define CONFIG_FREERTOS_NO_AFFINITY 0x7FFFFFFF
#define CONFIG_FREERTOS_MAX_TASK_NAME_LEN 16
#define CONFIG_FREERTOS_IDLE_TASK_STACKSIZE 1536
#define CONFIG_FREERTOS_ISR_STACKSIZE 1536
#define CONFIG_FREERTOS_THREAD_LOCAL_STORAGE_POINTERS 1
#define CONFIG_FREERTOS_TIMER_TASK_PRIORITY 1
#define CONFIG_FREERTOS_TIMER_TASK_STACK_DEPTH 2048
#define CONFIG_FREERTOS_TIMER_QUEUE_LENGTH 10
#define CONFIG_FREERTOS_TIMER_SERVICE_TASK_NAME \"Tmr Svc\"
#define CONFIG_FREERTOS_TIMER_SERVICE_TASK_CORE_AFFINITY 0x7FFFFFFF
#define CONFIG_FREERTOS_QUEUE_REGISTRY_SIZE 0
#define CONFIG_FREERTOS_TASK_NOTIFICATION_ARRAY_ENTRIES 1
#define CONFIG_FREERTOS_TLSP_DELETION_CALLBACKS 1
#define CONFIG_FREERTOS_SYSTICK_USES_SYSTIMER 1
#define CONFIG_COMPILER_OPTIMIZATION_ASSERTION_LEVEL 2
#define CONFIG_LOG_MAXIMUM_LEVEL 3
#define CONFIG_LOG_DEFAULT_LEVEL 3
#define CONFIG_LOG_VERSION 1
";

/// Where, below `components`, the headers are that the shims come by.
const FOLDERS: [&str; 43] = [
    "driver/deprecated",
    "esp_common/include",
    "esp_driver_gpio/include",
    "esp_driver_i2c/include",
    "esp_driver_i2s/include",
    "esp_driver_ledc/include",
    "esp_driver_spi/include",
    "esp_hw_support/include",
    "esp_hw_support/include/soc",
    "esp_hw_support/include/soc/esp32c3",
    "esp_hw_support/port/esp32c3/include",
    "esp_partition/include",
    "esp_pm/include",
    "esp_rom/include",
    "esp_rom/esp32c3",
    "esp_rom/esp32c3/include",
    "esp_rom/esp32c3/include/esp32c3",
    "esp_system/include",
    "esp_system/port/include/riscv",
    "esp_timer/include",
    "freertos/config/include",
    "freertos/config/include/freertos",
    "freertos/config/riscv/include",
    "freertos/esp_additions/include",
    "freertos/FreeRTOS-Kernel/include",
    "freertos/FreeRTOS-Kernel/portable/riscv/include",
    "freertos/FreeRTOS-Kernel/portable/riscv/include/freertos",
    "hal/esp32c3/include",
    "hal/include",
    "hal/platform_port/include",
    "heap/include",
    "heap/tlsf",
    "log/include",
    "mbedtls/mbedtls/include",
    "mbedtls/port/include",
    "newlib/platform_include",
    "pthread/include",
    "riscv/include",
    "soc/esp32c3",
    "soc/esp32c3/include",
    "soc/esp32c3/register",
    "soc/include",
    "spi_flash/include",
];

/// ESP-IDF 5.4 or 5.5.
fn esp_idf(root: &Path, folder: &Path) -> Result<Headers, Failure> {
    fs::write(folder.join("sdkconfig.h"), SDKCONFIG)?;
    let components = root.join("components");
    let mut flags = vec![include(folder), "-DESP_PLATFORM".into()];
    // ESP-IDF is made for newlib, whose headers are the same for all processors.
    flags.extend(system(Path::new("/usr/include/newlib")));
    for name in FOLDERS {
        flags.extend(system(&components.join(name)));
    }
    let text = fs::read_to_string(components.join("esp_common/include/esp_idf_version.h"))?;
    let part =
        |name: &str| quoted(&text, &format!("#define ESP_IDF_VERSION_{name}"), '\n').to_owned();
    let version = [part("MAJOR"), part("MINOR"), part("PATCH")].join(".");
    Ok(Headers {
        flags,
        version: format!("ESP-IDF {version}"),
    })
}

/// ST's HAL and CMSIS for an STM32F407, with the modules that AtomVM's own
/// configuration leaves out.
fn stm32(root: &Path, folder: &Path) -> Result<Headers, Failure> {
    let named = |name: &str| {
        let missing = || Failure::new(format!("{name} is not set"));
        env::var_os(name).map(PathBuf::from).ok_or_else(missing)
    };
    let modules = [
        "RCC", "GPIO", "CORTEX", "DMA", "UART", "FLASH", "PWR", "EXTI", "I2C", "SPI",
    ];
    let mut config = String::from("#define HAL_MODULE_ENABLED\n");
    for module in modules {
        config.push_str(&format!("#define HAL_{module}_MODULE_ENABLED\n"));
    }
    let values = "\
#define HSE_VALUE 8000000U\n#define HSE_STARTUP_TIMEOUT 100U\n#define HSI_VALUE 16000000U\n\
#define LSI_VALUE 32000U\n#define LSE_VALUE 32768U\n#define LSE_STARTUP_TIMEOUT 5000U\n\
#define EXTERNAL_CLOCK_VALUE 12288000U\n#define VDD_VALUE 3300U\n#define USE_RTOS 0U\n\
#define TICK_INT_PRIORITY 15U\n#define assert_param(expr) ((void) 0U)\n";
    config.push_str(values);
    for module in modules {
        let module = module.to_lowercase();
        config.push_str(&format!("#include \"stm32f4xx_hal_{module}.h\"\n"));
    }
    fs::write(folder.join("stm32f4xx_hal_conf.h"), config)?;
    let mut flags = vec![include(folder)];
    let defined = ["STM32F4XX", "STM32F407xx", "USE_HAL_DRIVER"];
    flags.extend(defined.map(|name| format!("-D{name}")));
    flags.extend(["TIM", "I2S"].map(|name| format!("-DHAL_{name}_MODULE_ENABLED")));
    let device = named("STM32_CMSIS_DEVICE_F4_PATH")?.join("Include");
    let core = named("STM32_CMSIS_CORE_PATH")?.join("Include");
    for path in [root.join("Inc"), device, core] {
        flags.extend(system(&path));
    }
    let text = fs::read_to_string(root.join("Src/stm32f4xx_hal.c"))?;
    let part = |name: &str| {
        let number = quoted(
            &text,
            &format!("#define __STM32F4xx_HAL_VERSION_{name}"),
            'U',
        );
        number
            .trim_start_matches(['(', ' '])
            .trim_start_matches("0x0")
            .to_owned()
    };
    let version = [part("MAIN"), part("SUB1"), part("SUB2")].join(".");
    Ok(Headers {
        flags,
        version: format!("STM32F4 HAL {version}"),
    })
}
