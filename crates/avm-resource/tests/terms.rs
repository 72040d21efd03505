//! Values, terms and counters, without a port.

use std::sync::atomic::{AtomicU32, Ordering};

use avm_resource::{
    Counters, Counts, Resource, ResourceArc, ResourceBinary, ResourceRef, create_resource,
    get_resource, make_resource_term, resource_type,
};
use avm_term::{FromTerm, IntoTerm, Kind, OwnedEnv, OwnedTerm, Term, atom, tuple};
use vm_host::Vm;

/// A value aligned as no C allocator aligns by itself, that notes its end.
#[repr(align(128))]
struct Wide(&'static AtomicU32, &'static Counters);

impl Resource for Wide {
    const NAME: &'static str = "wide";
}

impl Drop for Wide {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A value of no bytes.
struct Nothing;

impl Resource for Nothing {
    const NAME: &'static str = "nothing";
}

static UNUSED: Counters = Counters::new();

#[test]
fn a_look_can_be_kept() {
    static DROPS: AtomicU32 = AtomicU32::new(0);
    let _vm = Vm::new();
    let heap = OwnedEnv::new().expect("memory");
    let value = ResourceArc::try_new(Wide(&DROPS, &UNUSED)).expect("memory");
    assert_eq!(core::ptr::from_ref(&*value).addr() % 128, 0);
    let term = heap.env().make(&value).expect("memory");
    assert_eq!(term.kind(), Kind::Reference);
    drop(value);
    let look: ResourceRef<'_, Wide> = term.get().expect("it is one");
    let kept = look.keep();
    let second = heap.env().make(&look).expect("memory");
    assert!(
        second
            .get::<ResourceArc<Wide>>()
            .expect("one")
            .ptr_eq(&kept)
    );
    assert!(term.get::<ResourceRef<'_, Nothing>>().is_err());
    drop(heap);
    assert_eq!(DROPS.load(Ordering::Relaxed), 0, "it was kept");
    assert_eq!(kept.1.counts(), Counts::default());
    drop(kept);
    assert_eq!(DROPS.load(Ordering::Relaxed), 1);
}

#[test]
fn values_of_no_bytes_are_told_apart() {
    let vm = Vm::new();
    let values = [0; 3].map(|_| ResourceArc::try_new(Nothing).expect("memory"));
    assert!(!values[0].ptr_eq(&values[1]) && !values[1].ptr_eq(&values[2]));
    assert_eq!(vm.resources_alive(), 3);
    let [first, ..] = &values;
    assert!(first.clone().ptr_eq(first));
    drop(values);
    let counts = vm.resources();
    assert_eq!(
        (counts[0].name, counts[0].created, counts[0].alive),
        ("nothing", 3, 0)
    );
}

#[test]
fn a_copy_in_another_heap_holds() {
    static DROPS: AtomicU32 = AtomicU32::new(0);
    let _vm = Vm::new();
    let heap = OwnedEnv::new().expect("memory");
    let value = ResourceArc::try_new(Wide(&DROPS, &UNUSED)).expect("memory");
    let term = heap
        .env()
        .make(&(1, [7_u8].as_slice(), value))
        .expect("memory");
    let copy = OwnedTerm::copy_of(term).expect("memory");
    drop(heap);
    assert_eq!(DROPS.load(Ordering::Relaxed), 0);
    let copied = copy.term().element(2).expect("a tuple");
    assert!(copied.get::<ResourceRef<'_, Wide>>().is_ok());
    drop(copy);
    assert_eq!(DROPS.load(Ordering::Relaxed), 1);
}

#[test]
fn a_binary_is_the_owner_s_bytes() {
    let _vm = Vm::new();
    let bytes: Vec<u8> = (0..=255).collect();
    let start = bytes.as_ptr();
    let binary = ResourceBinary::new(bytes).expect("memory");
    let heap = OwnedEnv::new().expect("memory");
    let seen = heap
        .env()
        .make(&binary)
        .expect("memory")
        .binary()
        .expect("a binary");
    assert_eq!(seen.as_ptr(), start, "not a copy");
    assert_eq!(seen.len(), 256);
    for (from, to) in [(0, 257), (257, 257), (3, 2), (usize::MAX, usize::MAX)] {
        assert!(binary.slice(from..to).is_none(), "{from}..{to}");
    }
    let part = binary
        .slice(10..20)
        .and_then(|part| part.slice(2..4))
        .expect("within");
    assert_eq!(*part, [12, 13]);
    let none = binary.slice(256..256).expect("within");
    assert_eq!(
        heap.env().make(&none).expect("memory").binary(),
        Some(&[][..])
    );
}

/// An owner that says less each time.
struct Shrinking(AtomicU32);

impl AsRef<[u8]> for Shrinking {
    fn as_ref(&self) -> &[u8] {
        let length = self.0.fetch_sub(1, Ordering::Relaxed) as usize;
        b"abc".get(..length).unwrap_or_default()
    }
}

#[test]
fn an_owner_that_says_less_gives_no_bytes() {
    let _vm = Vm::new();
    let binary = ResourceBinary::new(Shrinking(AtomicU32::new(3))).expect("memory");
    let heap = OwnedEnv::new().expect("memory");
    let term = heap.env().make(&binary).expect("memory");
    assert_eq!(term.binary(), Some(&[][..]));
}

struct Config {
    width: u16,
}

static WIDTHS: AtomicU32 = AtomicU32::new(0);

fn config_destructor(config: &mut Config) {
    WIDTHS.fetch_add(config.width.into(), Ordering::Relaxed);
}

resource_type!(CONFIG, Config, config_destructor);

struct Bare;

resource_type!(BARE, Bare);

#[test]
fn the_macros_do_what_the_types_do() {
    let _vm = Vm::new();
    let heap = OwnedEnv::new().expect("memory");
    let env = heap.env();
    let config = create_resource!(CONFIG, Config { width: 320 }).expect("memory");
    let term = make_resource_term!(env, config).expect("memory");
    drop(config);
    assert_eq!(get_resource!(env, term, CONFIG).expect("one").width, 320);
    assert!(get_resource!(env, term, BARE).is_err());
    let bare = create_resource!(BARE, Bare).expect("memory");
    let reply = env.make(&tuple!("ok", bare, 7)).expect("memory");
    assert!(get_resource!(env, reply.element(1).expect("it has"), BARE).is_ok());
    assert_eq!(Config::counters().counts().alive, 1);
    assert_eq!(WIDTHS.load(Ordering::Relaxed), 0);
    drop(heap);
    assert_eq!(WIDTHS.load(Ordering::Relaxed), 320);
    let expected = Counts {
        created: 1,
        alive: 0,
        dropped: 1,
    };
    assert_eq!(Config::counters().counts(), expected);
}

/// Resources wherever the derives can put them.
#[derive(FromTerm)]
enum Request<'a> {
    Inner { inner: Inner<'a> },
    All(Vec<ResourceArc<Nothing>>),
    Pair((u8, ResourceArc<Nothing>)),
}

#[derive(FromTerm)]
struct Inner<'a> {
    look: ResourceRef<'a, Nothing>,
    spare: Option<ResourceArc<Nothing>>,
}

#[derive(IntoTerm)]
struct Reply {
    value: ResourceArc<Nothing>,
    spare: Option<ResourceArc<Nothing>>,
}

/// Reads a request; the reason, if it is none.
fn read(term: Term<'_>) -> Result<usize, String> {
    let read: Result<Request<'_>, _> = term.get();
    read.map(|request| match request {
        Request::Inner { inner } => {
            let Nothing = *inner.look;
            1 + usize::from(inner.spare.is_some())
        }
        Request::All(all) => all.len(),
        Request::Pair((one, _)) => one.into(),
    })
    .map_err(|invalid| term.env().make(&invalid).expect("memory").to_string())
}

#[test]
fn derives_take_and_give_resources() {
    let _vm = Vm::new();
    let heap = OwnedEnv::new().expect("memory");
    let env = heap.env();
    let value = ResourceArc::try_new(Nothing).expect("memory");
    let reply = |spare| Reply {
        value: value.clone(),
        spare,
    };
    for (spare, expected) in [(None, "undefined"), (Some(value.clone()), "#Ref<0.0>")] {
        let term = env.make(&reply(spare)).expect("memory");
        let found = term.map_get(atom!("spare").term(env).expect("memory"));
        assert_eq!(found.expect("it has").to_string(), expected);
    }
    let look = |value: Term<'_>| {
        let pairs = avm_term::List(&[(atom!("look"), value)]).build_in(env);
        let inner = avm_term::List(&[(atom!("inner"), pairs)]).build_in(env);
        read(env.make(&(atom!("inner"), inner)).expect("memory"))
    };
    let good = env.make(&value).expect("memory");
    let bad = env.make(&7).expect("memory");
    assert_eq!(look(good), Ok(1));
    assert_eq!(look(bad), Err("bad_resource".into()), "two options deep");
    let all = |items: &[Term<'_>]| {
        read(
            env.make(&(atom!("all"), avm_term::List(items)))
                .expect("memory"),
        )
    };
    assert_eq!(all(&[good, good]), Ok(2));
    assert_eq!(all(&[good, bad]), Err("bad_resource".into()));
    let pair = |item| read(env.make(&(atom!("pair"), (5, item))).expect("memory"));
    assert_eq!(pair(good), Ok(5));
    assert_eq!(pair(bad), Err("bad_resource".into()));
}

/// Makes a term at once.
trait BuildIn: IntoTerm {
    fn build_in<'a>(&self, env: avm_term::Env<'a>) -> Term<'a> {
        env.make(self).expect("memory")
    }
}

impl<T: IntoTerm> BuildIn for T {}
