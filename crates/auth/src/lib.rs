//! Who is calling, and may they: AWS signatures (version 4) checked and made, access
//! keys, codes of a second factor, the admin key of an installation, its certificate authority, secrets at rest, callers, and the one question
//! whether they may.
//!
//! Knows nothing of sockets, of protocols, of the store: it is handed the parts of a
//! request and a way to find an access key. Read [`sigv4`] first, then [`keys`].

pub mod admin;
pub mod authority;
pub mod authorize;
mod caller;
pub mod cipher;
pub mod keys;
pub mod secret;
pub mod sigv4;
pub mod totp;
pub mod vault;

pub use admin::AdminKey;
pub use authority::Authority;
pub use authorize::{Ask, Authorize, Denied, PolicyKind, RootsOnly, Through, Why};
pub use caller::{Caller, Principal, Session, TaskBinding, WebIdentity};
pub use cipher::CipherKey;
pub use keys::{AccessKey, AccessKeys, DevKeys, StaticKeys};
pub use secret::Secret;
pub use sigv4::{AuthError, Signer, Verified, Verifier};
pub use vault::{RootKey, RootKeyError, Vault};
