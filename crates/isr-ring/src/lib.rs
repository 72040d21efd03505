//! Events out of an interrupt, over bbqueue, by loads and stores only.
