//! Touch: controllers, contacts, and the events they become.
