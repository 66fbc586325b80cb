import Testing
import WhitworthHTTP

@testable import WhitworthTransport

@Suite("Requests to providers") struct UpstreamRequestTests {
    private func head(
        _ isSecure: Bool, _ host: String, _ port: Int, _ method: HTTPMethod = .post, _ target: String = "/",
        _ fields: [(name: String, value: String)] = [], body: [UInt8] = []
    ) throws(HTTPError) -> String {
        let request = UpstreamRequest(
            address: UpstreamAddress(isSecure: isSecure, host: host, port: port), method: method, target: target,
            fields: fields, body: body)
        return String(decoding: try request.head(), as: UTF8.self)
    }

    @Test("Host names the port where it is not the scheme's, and brackets an IPv6 address (RFC 9110 §7.2)")
    func hosts() throws {
        for (isSecure, host, port, value) in [
            (true, "api.example", 443, "api.example"), (true, "api.example", 80, "api.example:80"),
            (false, "api.example", 80, "api.example"), (false, "api.example", 443, "api.example:443"),
            (false, "::1", 80, "[::1]"), (true, "fe80::1", 8443, "[fe80::1]:8443"),
            (false, "127.0.0.1", 1, "127.0.0.1:1"),
        ] {
            #expect(try head(isSecure, host, port).hasPrefix("POST / HTTP/1.1\r\nHost: \(value)\r\n"), "\(value)")
        }
    }

    @Test("The length is told of every body, and of an empty one where a body is usual (RFC 9110 §8.6)")
    func lengths() throws {
        #expect(try head(false, "a", 80, .post).hasSuffix("Content-Length: 0\r\n\r\n"))
        #expect(try head(false, "a", 80, .post, body: [1, 2]).hasSuffix("Content-Length: 2\r\n\r\n"))
        #expect(try head(false, "a", 80, .get) == "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try head(false, "a", 80, .get, body: [1]).hasSuffix("Content-Length: 1\r\n\r\n"))
    }

    @Test("Nothing in a request can begin a line or a message of its own")
    func injection() {
        #expect(throws: HTTPError(.unsendable)) { try head(false, "a", 80, .post, "/x HTTP/1.1\r\nY: z") }
        #expect(throws: HTTPError(.unsendable)) { try head(false, "a", 80, .post, "/x y") }
        #expect(throws: HTTPError(.unsendable)) { try head(false, "a", 80, .post, "/", [("A", "b\r\nC: d")]) }
        #expect(throws: HTTPError(.unsendable)) { try head(false, "a", 80, .post, "/", [("A: b\r\nC", "d")]) }
        #expect(throws: HTTPError(.unsendable)) { try head(false, "a\r\nC: d", 80) }
    }

    @Test("Fields that say where a message goes or ends are the transport's own")
    func reserved() {
        for name in ["Host", "content-length", "Transfer-Encoding", "CONNECTION", "Upgrade", "TE", "Trailer", "Expect"]
        {
            #expect(throws: HTTPError(.unsendable), "\(name)") { try head(false, "a", 80, .post, "/", [(name, "x")]) }
        }
    }
}
