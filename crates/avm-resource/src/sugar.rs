//! The names of the first documents, over the typed interface.

use core::marker::PhantomData;

use avm_term::{Invalid, Term};

use crate::arc::{NoMemory, ResourceArc};
use crate::resource::Resource;

/// A name for a type of resources, as [`resource_type!`](crate::resource_type) makes it. It holds
/// nothing: a type is known by itself.
#[derive(Debug)]
pub struct ResourceType<T>(PhantomData<fn() -> T>);

impl<T: Resource> ResourceType<T> {
    /// A name for `T`.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// See [`create_resource!`](crate::create_resource).
    ///
    /// # Errors
    ///
    /// The VM has no memory; the value comes back.
    pub fn create(&self, value: T) -> Result<ResourceArc<T>, NoMemory<T>> {
        ResourceArc::new(value)
    }

    /// See [`get_resource!`](crate::get_resource).
    ///
    /// # Errors
    ///
    /// `bad_resource`.
    pub fn get<'a>(&self, term: Term<'a>) -> Result<ResourceArc<T>, Invalid<'a>> {
        term.get()
    }
}

impl<T: Resource> Default for ResourceType<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Makes a type a resource, with counters of its own, and names it.
///
/// The destructor, if there is one, becomes the type's `Drop`. It takes the value, not an address
/// of it: a typed `fn(&mut T)`.
///
/// ```
/// use avm_resource::{create_resource, get_resource, make_resource_term, resource_type};
/// # use vm_host as _;
///
/// struct DisplayConfig {
///     width: u16,
/// }
///
/// fn display_config_destructor(config: &mut DisplayConfig) {
///     config.width = 0;
/// }
///
/// resource_type!(DISPLAY_CONFIG, DisplayConfig, display_config_destructor);
///
/// let heap = avm_term::OwnedEnv::new().unwrap();
/// let env = heap.env();
/// let config = create_resource!(DISPLAY_CONFIG, DisplayConfig { width: 320 }).unwrap();
/// let term = make_resource_term!(env, config).unwrap();
/// let same = get_resource!(env, term, DISPLAY_CONFIG).unwrap();
/// assert_eq!(same.width, 320);
/// assert!(get_resource!(env, env.nil(), DISPLAY_CONFIG).is_err());
/// ```
#[macro_export]
macro_rules! resource_type {
    ($name:ident, $ty:ty $(,)?) => {
        #[doc = concat!("Names the resources of type `", stringify!($ty), "`.")]
        static $name: $crate::ResourceType<$ty> = $crate::ResourceType::new();

        impl $crate::Resource for $ty {
            const NAME: &'static str = stringify!($ty);

            fn counters() -> &'static $crate::Counters {
                static COUNTERS: $crate::Counters = $crate::Counters::new();
                &COUNTERS
            }
        }
    };
    ($name:ident, $ty:ty, $destructor:path $(,)?) => {
        $crate::resource_type!($name, $ty);

        impl ::core::ops::Drop for $ty {
            fn drop(&mut self) {
                $destructor(self)
            }
        }
    };
}

/// Hands a value over to the VM: a `Result` of a [`ResourceArc`], or of the value
/// that found no memory. See [`resource_type!`](crate::resource_type).
#[macro_export]
macro_rules! create_resource {
    ($ty:expr, $value:expr $(,)?) => {
        $ty.create($value)
    };
}

/// Finds the value behind a term: a `Result` of a [`ResourceArc`], or of
/// `bad_resource`. See [`resource_type!`](crate::resource_type).
#[macro_export]
macro_rules! get_resource {
    ($env:expr, $term:expr, $ty:expr $(,)?) => {{
        let _: $crate::avm_term::Env<'_> = $env;
        $ty.get($term)
    }};
}

/// Makes a term of a resource. See [`resource_type!`](crate::resource_type).
#[macro_export]
macro_rules! make_resource_term {
    ($env:expr, $resource:expr $(,)?) => {
        $env.make(&$resource)
    };
}
