import Testing
import WhitworthProviders

@Suite("Base URLs")
struct BaseURLParsingTests {
    @Test("An address is read, and written as it was but for what goes without saying")
    func legal() throws {
        let cases = [
            ("https://api.openai.com/v1", "https://api.openai.com/v1", "api.openai.com", 443, "/v1"),
            ("HTTPS://h/", "https://h", "h", 443, ""), ("http://h", "http://h", "h", 80, ""),
            ("http://h:80", "http://h", "h", 80, ""), ("http://h:8080/a/b//", "http://h:8080/a/b", "h", 8080, "/a/b"),
            ("https://[::1]:9/x", "https://[::1]:9/x", "::1", 9, "/x"), ("http://[::1]", "http://[::1]", "::1", 80, ""),
            ("http://10.0.0.1:65535", "http://10.0.0.1:65535", "10.0.0.1", 65535, ""),
        ]
        for (text, written, host, port, path) in cases {
            let url = try BaseURL(parsing: text)
            #expect(url.host == host && url.port == port && url.path == path, "\(text)")
            #expect(url.description == written)
            #expect(try BaseURL(parsing: url.description) == url, "what is written reads the same")
        }
    }

    @Test(
        "What is no address is refused with a sentence",
        arguments: [
            "", "h", "//h", "ftp://h", "http://", "http:///x", "http://:80", "http://h:0", "http://h:65536",
            "http://h:x",
            "http://h:+80", "http://h:-1", "http://::1", "http://[::1", "http://[::1]x", "http://[]", "http://h?a=b",
            "http://h/#f", "http://u@h", "http://u:p@h", "http://h /", "http://h\r\n", "http://ä", "http://h\u{0}",
        ])
    func illegal(text: String) {
        let error = #expect(throws: BaseURL.ParsingError.self) { try BaseURL(parsing: text) }
        #expect(error?.description.isEmpty == false)
    }
}
