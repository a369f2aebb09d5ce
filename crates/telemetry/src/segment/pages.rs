//! Pages of a column, checked for what the Parquet reader takes for granted: that a page has
//! as many texts as it says. It panics otherwise.

use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};

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
        if self.column == Type::BYTE_ARRAY
            && page.encoding() == Encoding::PLAIN
            && !holds(values(&page)?, page.num_values())
        {
            return Err(ParquetError::EOF("a page has fewer texts than it says".into()));
        }
        Ok(page)
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
fn holds(mut bytes: &[u8], texts: u32) -> bool {
    for _ in 0..texts {
        let Some((length, rest)) = bytes.split_first_chunk::<4>() else { return false };
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let Some(next) = rest.get(length..) else { return false };
        bytes = next;
    }
    true
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
