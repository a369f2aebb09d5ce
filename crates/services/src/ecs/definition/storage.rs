//! How much a task may write beside its images.

use ferrogate_api::ecs::EphemeralStorage;
use ferrogate_records::spec::STORAGE_GIB;

use super::{Mode, Result, client};

/// The least that may be asked for, in GiB (API_EphemeralStorage). What every task has without
/// asking is below it.
const LEAST: i32 = 21;

/// The size that is asked for, in GiB, or the one without asking.
pub(in crate::ecs) fn storage_gib(asked: Option<&EphemeralStorage>, mode: Mode) -> Result<u32> {
    let Some(asked) = asked else { return Ok(STORAGE_GIB) };
    let most = mode.storage_gib_max();
    let bound = match asked.size_in_gib.unwrap_or(0) {
        ..LEAST => format!("at least {LEAST}"),
        size if size <= most => return Ok(size.unsigned_abs()),
        _ => format!("at most {most}"),
    };
    Err(client(format!("EphemeralStorage size should be {bound}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_from_21_to_200_gib_and_20_without_asking() {
        let of = |size| storage_gib(Some(&EphemeralStorage { size_in_gib: size }), Mode::Strict);
        assert_eq!(storage_gib(None, Mode::Strict).unwrap(), 20);
        for good in [21, 200] {
            assert_eq!(of(Some(good)).unwrap(), u32::try_from(good).unwrap());
        }
        for bad in [None, Some(-1), Some(0), Some(20), Some(201)] {
            assert!(of(bad).is_err(), "{bad:?}");
        }
        let large =
            |size| storage_gib(Some(&EphemeralStorage { size_in_gib: Some(size) }), Mode::Extended);
        assert_eq!((large(21).unwrap(), large(2048).unwrap()), (21, 2048));
        assert!(large(20).is_err() && large(2049).is_err());
    }
}
