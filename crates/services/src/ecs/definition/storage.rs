//! How much a task may write beside its images.

use ferrogate_api::ecs::EphemeralStorage;
use ferrogate_records::ecs::task::STORAGE_GIB;

use super::{Result, client};

/// What may be asked for, in GiB (API_EphemeralStorage). What every task has without asking
/// is below the least.
const SIZES: std::ops::RangeInclusive<i32> = 21..=200;

/// The size that is asked for, in GiB, or the one without asking.
pub(in crate::ecs) fn storage_gib(asked: Option<&EphemeralStorage>) -> Result<u32> {
    let Some(asked) = asked else { return Ok(STORAGE_GIB) };
    let size = asked.size_in_gib.filter(|size| SIZES.contains(size));
    let size = size.and_then(|size| u32::try_from(size).ok());
    size.ok_or_else(|| {
        client(format!(
            "Invalid 'ephemeralStorage' setting for task: sizeInGiB must be between {} and {}.",
            SIZES.start(),
            SIZES.end()
        ))
    })
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
