//! FT6x36 touch controller for the touch class.
