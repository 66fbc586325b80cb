import Testing
import WhitworthHTTP

@testable import WhitworthTransport

/// A request to a server of ours.
func request(
    to port: Int, _ method: HTTPMethod = .post, _ target: String = "/v1", host: String = "127.0.0.1",
    isSecure: Bool = false, body: String = "{}"
) -> UpstreamRequest {
    UpstreamRequest(
        address: UpstreamAddress(isSecure: isSecure, host: host, port: port), method: method, target: target,
        fields: [("X-Test", "yes")], body: Array(body.utf8))
}

/// "HTTP/1.1 200 OK" with a body of known length.
func ok(_ body: String = "ok", _ fields: String = "") -> String {
    "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)"
}

/// Waits until something is so; long on a machine under load, and no longer than needed.
func eventually(
    _ what: Comment, location: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    for _ in 0..<1000 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record(what, sourceLocation: location)
}
