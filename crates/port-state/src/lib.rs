//! Port state behind generation-checked slab handles.
