//! Random passwords.

use ferrogate_api::secretsmanager::{Error, GetRandomPasswordRequest, GetRandomPasswordResponse};
use ferrogate_api::{Cx, Failure};
use ferrogate_auth::cipher;

use super::{Result, SecretsManager};

/// Characters unless somebody says otherwise.
const LENGTH: i64 = 32;
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &str = "0123456789";
/// API_GetRandomPassword, `ExcludePunctuation`.
const PUNCTUATION: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

impl SecretsManager {
    pub(super) async fn get_random_password(
        &self,
        _: &Cx,
        input: GetRandomPasswordRequest,
    ) -> Result<GetRandomPasswordResponse> {
        let length = input.password_length.unwrap_or(LENGTH);
        let length = usize::try_from(length).unwrap_or_default();
        let kinds = kinds(&input);
        let each = input.require_each_included_type.unwrap_or(true);
        if kinds.is_empty() {
            let text = "The password that you asked for has no characters left to be made of.";
            return Err(Error::invalid_parameter(text).into());
        }
        if each && length < kinds.len() {
            let text = "Password length must be at least the number of types of characters that it \
                        must have.";
            return Err(Error::invalid_parameter(text).into());
        }
        let password = password(&kinds, length, each).map_err(Failure::fault)?;
        Ok(GetRandomPasswordResponse { random_password: Some(password) })
    }
}

/// The characters of each type that a password may have.
fn kinds(input: &GetRandomPasswordRequest) -> Vec<Vec<char>> {
    let excluded = input.exclude_characters.as_deref().unwrap_or_default();
    let kinds = [
        (LOWER, !input.exclude_lowercase.unwrap_or_default()),
        (UPPER, !input.exclude_uppercase.unwrap_or_default()),
        (DIGITS, !input.exclude_numbers.unwrap_or_default()),
        (PUNCTUATION, !input.exclude_punctuation.unwrap_or_default()),
        (" ", input.include_space.unwrap_or_default()),
    ];
    let left = |(all, of): (&str, bool)| -> Vec<char> {
        all.chars().filter(|c| of && !excluded.contains(*c)).collect()
    };
    kinds.into_iter().map(left).filter(|kind| !kind.is_empty()).collect()
}

/// A password of `length` characters, of every kind one at least if `each`.
fn password(kinds: &[Vec<char>], length: usize, each: bool) -> std::io::Result<String> {
    let all: Vec<char> = kinds.iter().flatten().copied().collect();
    let mut chosen = Vec::with_capacity(length);
    if each {
        for kind in kinds {
            chosen.push(kind[below(kind.len())?]);
        }
    }
    while chosen.len() < length {
        chosen.push(all[below(all.len())?]);
    }
    // Else the first characters would tell their kinds.
    for at in (1..chosen.len()).rev() {
        chosen.swap(at, below(at + 1)?);
    }
    Ok(chosen.into_iter().collect())
}

/// A random number below `end`, each as likely as the others.
fn below(end: usize) -> std::io::Result<usize> {
    let end = u32::try_from(end).map_err(std::io::Error::other)?;
    let fair = u32::MAX - u32::MAX % end;
    loop {
        let mut bytes = [0; 4];
        cipher::fill_random(&mut bytes).map_err(std::io::Error::other)?;
        let number = u32::from_le_bytes(bytes);
        if number < fair {
            return Ok((number % end) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_what_was_asked_for() {
        let input = GetRandomPasswordRequest {
            exclude_characters: Some("abc".into()),
            exclude_punctuation: Some(true),
            include_space: Some(true),
            ..GetRandomPasswordRequest::default()
        };
        let kinds = kinds(&input);
        assert_eq!(kinds.len(), 4);
        for _ in 0..50 {
            let made = password(&kinds, 4, true).unwrap();
            assert!(kinds.iter().all(|kind| made.chars().any(|c| kind.contains(&c))), "{made}");
            assert!(!made.contains(['a', 'b', 'c', '!']), "{made}");
        }
        assert_eq!(password(&kinds, 4096, true).unwrap().len(), 4096);
    }
}
