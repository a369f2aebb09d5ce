//! The unique ids of IAM's things: what kind they are of, and whose, can be read from them.

use ferrogate_base::AccountId;

/// Base 32 as in RFC 4648, which AWS writes its ids in.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What an id is of ("IAM identifiers" of the user guide, "Understanding unique ID prefixes").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// `AKIA`: a key that lasts.
    AccessKey,
    /// `ASIA`: a temporary key.
    SessionKey,
    /// `AIDA`: a user.
    User,
    /// `AROA`: a role.
    Role,
    /// `AGPA`: a group.
    Group,
    /// `ANPA`: a managed policy.
    Policy,
    /// `AIPA`: an instance profile.
    InstanceProfile,
}

impl Prefix {
    /// The four letters.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccessKey => "AKIA",
            Self::SessionKey => "ASIA",
            Self::User => "AIDA",
            Self::Role => "AROA",
            Self::Group => "AGPA",
            Self::Policy => "ANPA",
            Self::InstanceProfile => "AIPA",
        }
    }

    /// The ids of keys are shorter by one.
    fn digits(self) -> usize {
        match self {
            Self::AccessKey | Self::SessionKey => 16,
            _ => 17,
        }
    }
}

/// Forms an id: a set bit, the account's number in 40, then what is random, in base 32. An
/// account has 2^39 ids of keys and 2^44 of others. Whoever makes a key guards that it is new.
#[must_use]
pub fn form(prefix: Prefix, account: &AccountId, random: [u8; 16]) -> String {
    let number: u128 = account.as_str().parse().expect("an account's id is 12 digits");
    let digits = prefix.digits();
    let bits = digits * 5;
    let rest = bits - 41;
    let random = u128::from_be_bytes(random) & ((1 << rest) - 1);
    let value = 1 << (bits - 1) | number << rest | random;
    let mut id = prefix.as_str().to_owned();
    for at in (0..digits).rev() {
        let digit = usize::try_from(value >> (at * 5) & 31).expect("five bits");
        id.push(char::from(ALPHABET[digit]));
    }
    id
}

/// The account that an id names; `None` if it is no id of this form.
#[must_use]
pub fn account_of(id: &str) -> Option<AccountId> {
    let digits = id.get(4..)?;
    if !(16..=17).contains(&digits.len()) {
        return None;
    }
    let mut value: u128 = 0;
    for byte in digits.bytes() {
        let digit = ALPHABET.iter().position(|known| *known == byte)?;
        value = value << 5 | u128::try_from(digit).ok()?;
    }
    let bits = digits.len() * 5;
    if value >> (bits - 1) != 1 {
        return None;
    }
    let number = value >> (bits - 41) & ((1 << 40) - 1);
    format!("{number:012}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_have_the_form_that_aws_gives_them() {
        let account: AccountId = "609629065308".parse().unwrap();
        let key = form(Prefix::SessionKey, &account, [7; 16]);
        // What is known of a published id of that account: ASIAY34FZKBOKMUTVV7A.
        assert_eq!((key.len(), &key[..11]), (20, "ASIAY34FZKB"));
        assert_eq!(account_of("ASIAY34FZKBOKMUTVV7A"), Some(account.clone()));
        assert_eq!(form(Prefix::User, &account, [7; 16]).len(), 21);
        for nothing in [
            "",
            "AKIA",
            "AKIAIOSFODNN7EXAMPLE",
            "AKIA\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        ] {
            assert_eq!(account_of(nothing), None, "{nothing}");
        }
    }

    proptest! {
        #[test]
        fn an_id_names_its_account(number in 0..1_000_000_000_000_u64, random: [u8; 16]) {
            let account: AccountId = format!("{number:012}").parse().unwrap();
            for prefix in [Prefix::AccessKey, Prefix::User] {
                prop_assert_eq!(account_of(&form(prefix, &account, random)), Some(account.clone()));
            }
        }
    }
}
