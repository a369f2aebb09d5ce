//! What the load balancer says itself.

/// What AWS calls a status of its own answers.
#[must_use]
pub fn title(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        403 => "Forbidden",
        405 => "Method Not Allowed",
        408 => "Request Time-out",
        413 => "Request Entity Too Large",
        414 => "Request-URI Too Large",
        431 => "Request Header Fields Too Large",
        463 => "X-Forwarded-For Too Long",
        464 => "Incompatible Protocol",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Temporarily Unavailable",
        504 => "Gateway Time-out",
        505 => "HTTP Version Not Supported",
        507 => "Insufficient Storage",
        _ => "Error",
    }
}

/// The page of a status.
#[must_use]
pub fn page(status: u16) -> String {
    let title = title(status);
    format!(
        "<html>\r\n<head><title>{status} {title}</title></head>\r\n<body>\r\n<center><h1>{status} \
         {title}</h1></center>\r\n</body>\r\n</html>\r\n"
    )
}
