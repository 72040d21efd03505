//! What a display is set to, without a message to its port: it is a resource.

use avm_nif::nif;
use avm_resource::ResourceRef;
use port_config::DisplayConfig;

/// `display_size(Config)`: `{Width, Height}`, as the panel's maker meant it. `Config` is what the
/// display port answers to `get_config`.
#[nif]
pub fn display_size(config: ResourceRef<'_, DisplayConfig>) -> (u16, u16) {
    let geometry = config.geometry();
    (geometry.width, geometry.height)
}

/// `display_backlight(Config)`: how bright the display is now, 0 to 255.
#[nif]
pub fn display_backlight(config: ResourceRef<'_, DisplayConfig>) -> u8 {
    config.backlight()
}
