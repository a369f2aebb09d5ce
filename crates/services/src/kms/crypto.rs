//! What keys do: encrypt, decrypt, make keys of data and random bytes.

use std::collections::BTreeSet;

use ferrogate_api::kms::{
    DataKeySpec, DecryptRequest, DecryptResponse, EncryptRequest, EncryptResponse,
    EncryptionAlgorithmSpec, Error, GenerateDataKeyRequest, GenerateDataKeyResponse,
    GenerateDataKeyWithoutPlaintextRequest, GenerateDataKeyWithoutPlaintextResponse,
    GenerateRandomRequest, GenerateRandomResponse, ReEncryptRequest, ReEncryptResponse,
};
use ferrogate_api::{Cx, Map};
use ferrogate_auth::cipher;

use super::grant::check_tokens;
use super::{Key, Kms, Result, fault, not_built, refused, validation};
use crate::keyring::{EncryptionContext, Opened, Sealed};

impl Kms {
    pub(super) async fn encrypt(&self, cx: &Cx, input: EncryptRequest) -> Result<EncryptResponse> {
        check_tokens(input.grant_tokens.as_deref())?;
        symmetric(input.encryption_algorithm.as_ref())?;
        let context = context(input.encryption_context)?;
        let key = self.usable(cx, &input.key_id)?;
        no_dry_run(input.dry_run)?;
        let sealed = self.seal(&key, &context, &input.plaintext).await?;
        Ok(EncryptResponse {
            ciphertext_blob: Some(sealed.ciphertext.into()),
            key_id: Some(key.arn()),
            encryption_algorithm: Some(EncryptionAlgorithmSpec::SymmetricDefault),
        })
    }

    pub(super) async fn decrypt(&self, cx: &Cx, input: DecryptRequest) -> Result<DecryptResponse> {
        check_tokens(input.grant_tokens.as_deref())?;
        symmetric(input.encryption_algorithm.as_ref())?;
        if input.recipient.is_some() {
            return Err(not_built("A recipient"));
        }
        if input.dry_run_modifiers.is_some_and(|all| !all.is_empty()) {
            return Err(not_built("DryRunModifiers"));
        }
        let ciphertext = input.ciphertext_blob.ok_or_else(no_ciphertext)?;
        let context = context(input.encryption_context)?;
        let opened = self.open(cx, input.key_id.as_deref(), &context, &ciphertext)?;
        no_dry_run(input.dry_run)?;
        Ok(DecryptResponse {
            key_id: Some(opened.key.arn()),
            plaintext: Some(opened.plaintext.into()),
            encryption_algorithm: Some(EncryptionAlgorithmSpec::SymmetricDefault),
            key_material_id: Some(opened.material),
            ..DecryptResponse::default()
        })
    }

    pub(super) async fn re_encrypt(
        &self,
        cx: &Cx,
        input: ReEncryptRequest,
    ) -> Result<ReEncryptResponse> {
        check_tokens(input.grant_tokens.as_deref())?;
        symmetric(input.source_encryption_algorithm.as_ref())?;
        symmetric(input.destination_encryption_algorithm.as_ref())?;
        if input.dry_run_modifiers.is_some_and(|all| !all.is_empty()) {
            return Err(not_built("DryRunModifiers"));
        }
        let ciphertext = input.ciphertext_blob.ok_or_else(no_ciphertext)?;
        let source = context(input.source_encryption_context)?;
        let opened = self.open(cx, input.source_key_id.as_deref(), &source, &ciphertext)?;
        let key = self.usable(cx, &input.destination_key_id)?;
        no_dry_run(input.dry_run)?;
        let destination = context(input.destination_encryption_context)?;
        let sealed = self.seal(&key, &destination, &opened.plaintext).await?;
        Ok(ReEncryptResponse {
            ciphertext_blob: Some(sealed.ciphertext.into()),
            source_key_id: Some(opened.key.arn()),
            key_id: Some(key.arn()),
            source_encryption_algorithm: Some(EncryptionAlgorithmSpec::SymmetricDefault),
            destination_encryption_algorithm: Some(EncryptionAlgorithmSpec::SymmetricDefault),
            source_key_material_id: Some(opened.material),
            destination_key_material_id: Some(sealed.material),
        })
    }

    pub(super) async fn generate_data_key(
        &self,
        cx: &Cx,
        input: GenerateDataKeyRequest,
    ) -> Result<GenerateDataKeyResponse> {
        check_tokens(input.grant_tokens.as_deref())?;
        if input.recipient.is_some() {
            return Err(not_built("A recipient"));
        }
        let length = length(input.number_of_bytes, input.key_spec.as_ref())?;
        let context = context(input.encryption_context)?;
        let key = self.usable(cx, &input.key_id)?;
        no_dry_run(input.dry_run)?;
        let plaintext = random(length)?;
        let sealed = self.seal(&key, &context, &plaintext).await?;
        Ok(GenerateDataKeyResponse {
            ciphertext_blob: Some(sealed.ciphertext.into()),
            plaintext: Some(plaintext.into()),
            key_id: Some(key.arn()),
            key_material_id: Some(sealed.material),
            ..GenerateDataKeyResponse::default()
        })
    }

    pub(super) async fn generate_data_key_without_plaintext(
        &self,
        cx: &Cx,
        input: GenerateDataKeyWithoutPlaintextRequest,
    ) -> Result<GenerateDataKeyWithoutPlaintextResponse> {
        check_tokens(input.grant_tokens.as_deref())?;
        let length = length(input.number_of_bytes, input.key_spec.as_ref())?;
        let context = context(input.encryption_context)?;
        let key = self.usable(cx, &input.key_id)?;
        no_dry_run(input.dry_run)?;
        let sealed = self.seal(&key, &context, &random(length)?).await?;
        Ok(GenerateDataKeyWithoutPlaintextResponse {
            ciphertext_blob: Some(sealed.ciphertext.into()),
            key_id: Some(key.arn()),
            key_material_id: Some(sealed.material),
        })
    }

    pub(super) async fn generate_random(
        &self,
        _: &Cx,
        input: GenerateRandomRequest,
    ) -> Result<GenerateRandomResponse> {
        if input.recipient.is_some() {
            return Err(not_built("A recipient"));
        }
        if input.custom_key_store_id.is_some() {
            return Err(not_built("A custom key store"));
        }
        let count =
            input.number_of_bytes.ok_or_else(|| validation("NumberOfBytes is required."))?;
        let plaintext = random(usize::try_from(count).unwrap_or_default())?;
        Ok(GenerateRandomResponse {
            plaintext: Some(plaintext.into()),
            ..GenerateRandomResponse::default()
        })
    }

    pub(super) fn usable(&self, cx: &Cx, named: &str) -> Result<Key> {
        let here = self.view(cx).scope;
        self.keys.usable(&here, named).map_err(|error| refused(&here, named, error))
    }

    async fn seal(&self, key: &Key, context: &EncryptionContext, text: &[u8]) -> Result<Sealed> {
        self.keys.encrypt(key, context, text).await.map_err(fault)
    }

    fn open(
        &self,
        cx: &Cx,
        named: Option<&str>,
        context: &EncryptionContext,
        ciphertext: &[u8],
    ) -> Result<Opened> {
        let here = self.view(cx).scope;
        let opened = self.keys.decrypt(&here, named, context, ciphertext);
        opened.map_err(|error| match (named, error) {
            (None, crate::keyring::KeyError::NotFound(arn)) => {
                refused(&here, &arn.clone(), crate::keyring::KeyError::NotFound(arn))
            }
            (named, error) => refused(&here, named.unwrap_or_default(), error),
        })
    }
}

/// The context of a request. Policies know its keys whatever their case, so that of two that
/// differ in it alone nobody could say which one was allowed.
fn context(given: Option<Map<String>>) -> Result<EncryptionContext> {
    let all: EncryptionContext = given.map(|all| all.into_iter().collect()).unwrap_or_default();
    let names: BTreeSet<String> = all.keys().map(|name| name.to_lowercase()).collect();
    match names.len() == all.len() {
        true => Ok(all),
        false => Err(validation("Two keys of an encryption context differ in their case only.")),
    }
}

fn symmetric(algorithm: Option<&EncryptionAlgorithmSpec>) -> Result<()> {
    match algorithm {
        None | Some(EncryptionAlgorithmSpec::SymmetricDefault) => Ok(()),
        Some(other) => {
            let text = format!("{} is not valid for a SYMMETRIC_DEFAULT key.", other.as_str());
            Err(Error::invalid_key_usage(text).into())
        }
    }
}

fn no_ciphertext() -> ferrogate_api::Failure<Error> {
    validation("CiphertextBlob is required.")
}

/// A dry run comes to its end here: all that could refuse the request has let it pass.
pub(super) fn no_dry_run(asked: Option<bool>) -> Result<()> {
    match asked {
        Some(true) => {
            let text = "The request would have succeeded, but the DryRun option is set.";
            Err(Error::dry_run_operation(text).into())
        }
        _ => Ok(()),
    }
}

/// Bytes of a data key.
fn length(bytes: Option<i32>, spec: Option<&DataKeySpec>) -> Result<usize> {
    match (bytes, spec) {
        (Some(bytes), None) => Ok(usize::try_from(bytes).unwrap_or_default()),
        (None, Some(DataKeySpec::Aes128)) => Ok(16),
        (None, Some(_)) => Ok(32),
        (Some(_), Some(_)) | (None, None) => {
            Err(validation("Please specify either number of bytes or key spec."))
        }
    }
}

pub(super) fn random(length: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    cipher::fill_random(&mut bytes).map_err(ferrogate_api::Failure::fault)?;
    Ok(bytes)
}
