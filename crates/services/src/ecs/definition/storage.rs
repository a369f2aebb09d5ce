//! How much a task may write beside its images.

use ferrogate_api::ecs::EphemeralStorage;
use ferrogate_records::spec::STORAGE_GIB;

use super::{Result, client};

/// The least and the most that may be asked for, in GiB (API_EphemeralStorage). What every
/// task has without asking is below the least.
const LEAST: i32 = 21;
const MOST: i32 = 200;

/// The size that is asked for, in GiB, or the one without asking.
pub(in crate::ecs) fn storage_gib(asked: Option<&EphemeralStorage>) -> Result<u32> {
    let Some(asked) = asked else { return Ok(STORAGE_GIB) };
    let bound = match asked.size_in_gib.unwrap_or(0) {
        size @ LEAST..=MOST => return Ok(size.unsigned_abs()),
        ..LEAST => format!("at least {LEAST}"),
        _ => format!("at most {MOST}"),
    };
    Err(client(format!("EphemeralStorage size should be {bound}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_from_21_to_200_gib_and_20_without_asking() {
        let of = |size| storage_gib(Some(&EphemeralStorage { size_in_gib: size }));
        assert_eq!(storage_gib(None).unwrap(), 20);
        for good in [21, 200] {
            assert_eq!(of(Some(good)).unwrap(), u32::try_from(good).unwrap());
        }
        for bad in [None, Some(-1), Some(0), Some(20), Some(201)] {
            assert!(of(bad).is_err(), "{bad:?}");
        }
    }
}
