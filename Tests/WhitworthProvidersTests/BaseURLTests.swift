import Testing
import WhitworthProviders

@Suite("Addresses of providers")
struct BaseURLTests {
    @Test(
        "What is read is what was meant",
        arguments: [
            ("https://api.example.com/v1", "api.example.com", 443, "/v1", true),
            ("http://localhost:8000", "localhost", 8000, "", false),
            ("HTTP://h/a/b//", "h", 80, "/a/b", false), ("https://[::1]:8443/x", "::1", 8443, "/x", true),
        ])
    func reads(_ text: String, _ host: String, _ port: Int, _ path: String, _ isSecure: Bool) throws {
        #expect(try BaseURL(parsing: text) == BaseURL(isSecure: isSecure, host: host, port: port, path: path))
    }

    @Test(
        "And what is none is refused",
        arguments: [
            "", "host", "ftp://h", "http://", "http://h:0", "http://h:x", "http://u@h", "http://h?q", "http://h#f",
            "http://h /", "http://[::1", "http://[::1]x", "http://é",
        ])
    func refuses(_ text: String) {
        #expect(throws: BaseURL.ParsingError.self) { try BaseURL(parsing: text) }
    }

    @Test("Written, it reads the same again", arguments: ["https://h", "http://h:81/x", "https://[::1]:8443"])
    func roundTrip(_ text: String) throws {
        #expect(try BaseURL(parsing: text).description == text)
    }
}
