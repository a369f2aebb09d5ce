//! Pages of a list: a token that names the last item of the page before, so that what is
//! added or removed meanwhile neither repeats nor skips an item.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Why a token is not one of this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadToken;

/// The token of the page that begins after `last`, in the list that `list` describes: the
/// operation and every parameter but the page's own.
pub(crate) fn token(list: &str, last: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("1 {} {last}", tag(list)))
}

/// The last item of the page before.
pub(crate) fn after(list: &str, token: Option<&str>) -> Result<Option<String>, BadToken> {
    let Some(token) = token.filter(|token| !token.is_empty()) else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| BadToken)?;
    let text = String::from_utf8(bytes).map_err(|_| BadToken)?;
    let mut parts = text.splitn(3, ' ');
    let (version, of, last) = (parts.next(), parts.next(), parts.next());
    match last {
        Some(last) if version == Some("1") && of == Some(&tag(list)) => Ok(Some(last.to_owned())),
        _ => Err(BadToken),
    }
}

fn tag(list: &str) -> String {
    hex::encode(&Sha256::digest(list)[..8])
}

/// One page of `items`, which are sorted by `key`: at most `size` after the item that the
/// token names, and the token of the next page when there is one.
pub(crate) fn page<T>(
    list: &str,
    token_in: Option<&str>,
    size: usize,
    items: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> String,
) -> Result<(Vec<T>, Option<String>), BadToken> {
    let after = after(list, token_in)?;
    let mut rest = items
        .into_iter()
        .skip_while(|item| after.as_deref().is_some_and(|last| key(item).as_str() <= last));
    let page: Vec<T> = rest.by_ref().take(size).collect();
    let next = match (rest.next(), page.last()) {
        (Some(_), Some(last)) => Some(token(list, &key(last))),
        _ => None,
    };
    Ok((page, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_join_to_the_whole_list_even_when_it_changes() {
        let mut items: Vec<u32> = (10..20).collect();
        let key = |n: &u32| n.to_string();
        let (first, next) = page("l", None, 4, items.clone(), key).unwrap();
        assert_eq!(first, [10, 11, 12, 13]);
        items.retain(|n| *n != 13 && *n != 14);
        let (second, next) = page("l", next.as_deref(), 4, items.clone(), key).unwrap();
        assert_eq!(second, [15, 16, 17, 18]);
        let (third, next) = page("l", next.as_deref(), 4, items, key).unwrap();
        assert_eq!((third, next), (vec![19], None));
    }

    #[test]
    fn a_token_of_another_list_or_of_nobody_is_refused() {
        let other = token("l", "x");
        assert_eq!(after("m", Some(&other)), Err(BadToken));
        assert_eq!(after("l", Some("nonsense!")), Err(BadToken));
        assert_eq!(after("l", Some(&other)), Ok(Some("x".into())));
    }
}
