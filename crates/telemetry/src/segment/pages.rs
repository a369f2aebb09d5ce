//! Pages of a column, checked for what the Parquet reader takes for granted: that a page has
//! as many values as it says, in an encoding that segments use. It panics otherwise.

use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};

/// Values of one block of deltas, at most; writers take 128 or 256.
const DELTA_BLOCK_MAX: u64 = 1 << 16;

/// A column's pages; one with less in it than it says is an error.
pub(super) struct Checked {
    pages: Box<dyn PageReader>,
    column: Type,
}

impl Checked {
    /// The pages of a column of the type `column`, whose rows all have one value.
    pub(super) fn new(pages: Box<dyn PageReader>, column: Type) -> Self {
        Self { pages, column }
    }

    fn check(&self, page: Page) -> Result<Page> {
        let (values, count) = (values(&page)?, page.num_values());
        let good = match page.encoding() {
            Encoding::PLAIN if self.column == Type::BYTE_ARRAY => holds_texts(values, count),
            Encoding::DELTA_BINARY_PACKED => counts_deltas(values, count),
            Encoding::PLAIN | Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => true,
            other => {
                return Err(ParquetError::NYI(format!("no segment has pages of {other}")));
            }
        };
        if good { Ok(page) } else { Err(ParquetError::EOF("a page lacks values".into())) }
    }
}

/// The part of a page that holds its values.
fn values(page: &Page) -> Result<&[u8]> {
    let Page::DataPageV2 { buf, def_levels_byte_len, rep_levels_byte_len, .. } = page else {
        // No levels: every row has exactly one value.
        return Ok(page.buffer());
    };
    let levels = u64::from(*def_levels_byte_len) + u64::from(*rep_levels_byte_len);
    let levels = usize::try_from(levels).ok().and_then(|levels| buf.get(levels..));
    levels.ok_or_else(|| ParquetError::EOF("a page ends in its levels".into()))
}

/// Whether so many texts, each behind its length, are in `bytes`.
fn holds_texts(mut bytes: &[u8], texts: u32) -> bool {
    for _ in 0..texts {
        let Some((length, rest)) = bytes.split_first_chunk::<4>() else { return false };
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let Some(next) = rest.get(length..) else { return false };
        bytes = next;
    }
    true
}

/// Whether a page of deltas begins with a head that is for so many values: the size of a
/// block, its parts, the number of values (Parquet's Encodings.md, DELTA_BINARY_PACKED).
fn counts_deltas(mut bytes: &[u8], values: u32) -> bool {
    let mut next = || {
        let mut number = 0_u64;
        for place in 0..9 {
            let (byte, rest) = bytes.split_first()?;
            bytes = rest;
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    };
    let (block, parts, count) = (next(), next(), next());
    let block = block.filter(|block| (1..=DELTA_BLOCK_MAX).contains(block));
    parts.is_some_and(|parts| parts > 0 && block.is_some_and(|block| parts <= block))
        && count == Some(u64::from(values))
        && values > 0
}

impl Iterator for Checked {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Result<Page>> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Checked {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.pages.get_next_page()?;
        page.map(|page| self.check(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages that were read already.
    struct Given(Vec<Page>);

    impl Iterator for Given {
        type Item = Result<Page>;

        fn next(&mut self) -> Option<Result<Page>> {
            self.0.pop().map(Ok)
        }
    }

    impl PageReader for Given {
        fn get_next_page(&mut self) -> Result<Option<Page>> {
            Ok(self.0.pop())
        }

        fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
            Ok(None)
        }

        fn skip_next_page(&mut self) -> Result<()> {
            Ok(())
        }
    }

    fn passes(page: Page) -> bool {
        Checked::new(Box::new(Given(vec![page])), Type::BYTE_ARRAY).get_next_page().is_ok()
    }

    fn dictionary(bytes: &'static [u8], num_values: u32) -> Page {
        let buf = bytes.into();
        Page::DictionaryPage { buf, num_values, encoding: Encoding::PLAIN, is_sorted: false }
    }

    #[test]
    fn a_page_with_fewer_texts_than_it_says_is_an_error() {
        let two = b"\x01\0\0\0a\x02\0\0\0bc";
        assert!(passes(dictionary(two, 2)));
        assert!(passes(dictionary(b"", 0)));
        assert!(!passes(dictionary(two, 3)));
        assert!(!passes(dictionary(b"", 1)));
        assert!(!passes(dictionary(b"\x01\0\0", 1)));
        assert!(!passes(dictionary(b"\xff\xff\xff\xffa", 1)));
    }

    fn deltas(head: &'static [u8], num_values: u32) -> Page {
        Page::DataPage {
            buf: head.into(),
            num_values,
            encoding: Encoding::DELTA_BINARY_PACKED,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        }
    }

    #[test]
    fn a_page_of_deltas_is_for_as_many_values_as_it_says() {
        // Blocks of 128 in 4 parts; 3 values from 7 on.
        let three = b"\x80\x01\x04\x03\x0e\0\0\0\0\0";
        assert!(passes(deltas(three, 3)));
        assert!(!passes(deltas(three, 4)));
        assert!(!passes(deltas(b"\x80\x01\x04\0\x0e", 0)));
        assert!(!passes(deltas(b"\x80\x01\x04", 3)));
        assert!(!passes(deltas(b"\x80\x01\0\x03\x0e", 3)));
        assert!(!passes(deltas(b"\0\x04\x03\x0e", 3)));
        assert!(!passes(deltas(b"\x80\x80\x80\x80\x80\x01\x04\x03\x0e", 3)));
        assert!(!passes(deltas(b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 3)));
    }

    #[test]
    fn an_encoding_that_no_segment_has_is_refused() {
        let Page::DataPage { buf, num_values, .. } = deltas(b"x", 1) else { unreachable!() };
        let odd = Page::DictionaryPage {
            buf,
            num_values,
            encoding: Encoding::DELTA_BYTE_ARRAY,
            is_sorted: false,
        };
        assert!(!passes(odd));
    }

    #[test]
    fn levels_stand_before_the_texts() {
        let page = |def_levels_byte_len, rep_levels_byte_len| Page::DataPageV2 {
            buf: b"..\x01\0\0\0a"[..].into(),
            num_values: 1,
            encoding: Encoding::PLAIN,
            num_nulls: 0,
            num_rows: 1,
            def_levels_byte_len,
            rep_levels_byte_len,
            is_compressed: false,
            statistics: None,
        };
        assert!(passes(page(1, 1)));
        assert!(!passes(page(2, 1)));
        assert!(!passes(page(u32::MAX, u32::MAX)));
    }
}
