//! What endpoints ask without a signature: they have an URL with a secret in it, and no keys.

use std::collections::BTreeMap;

use ferrogate_records::Scope;

/// The longest query that is looked at.
const QUERY_MAX: usize = 2048;

/// The parameters of a query; none of one that is too long.
pub(super) fn parameters(query: &str) -> BTreeMap<String, String> {
    let query = if query.len() > QUERY_MAX { "" } else { query };
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter_map(|(name, value)| Some((name.to_owned(), unescaped(value)?))).collect()
}

fn unescaped(text: &str) -> Option<String> {
    let mut bytes = vec![];
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let pair = [rest.next()?, rest.next()?];
                let pair = std::str::from_utf8(&pair).ok()?;
                bytes.push(u8::from_str_radix(pair, 16).ok()?);
            }
            b'+' => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

/// Where the thing with this ARN is.
pub(super) fn scope(arn: &str) -> Option<Scope> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", _, "sns", region, account, _] = *parts else { return None };
    Some(Scope::new(account.parse().ok()?, region))
}

/// As SNS answers (SNS API, `ConfirmSubscription`).
pub(super) fn confirmed(arn: &str) -> String {
    format!(
        "<ConfirmSubscriptionResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">\
         <ConfirmSubscriptionResult><SubscriptionArn>{arn}</SubscriptionArn>\
         </ConfirmSubscriptionResult></ConfirmSubscriptionResponse>"
    )
}

/// As SNS answers (SNS API, `Unsubscribe`).
pub(super) fn ended() -> String {
    "<UnsubscribeResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"></UnsubscribeResponse>"
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_whatever_it_says() {
        let all = parameters("Action=A&TopicArn=arn%3Aaws%3Asns%3Ar%3A1%3At&x=%zz&y=%2&&=&z");
        assert_eq!(all.get("TopicArn").map(String::as_str), Some("arn:aws:sns:r:1:t"));
        assert!(!all.contains_key("x") && !all.contains_key("y") && !all.contains_key("z"));
        assert!(parameters(&"a=b&".repeat(1000)).is_empty());
        assert!(scope("arn:aws:sns:us-east-1:000000000000:t").is_some());
        assert!(scope("arn:aws:sqs:us-east-1:000000000000:t").is_none() && scope("x").is_none());
    }
}
