import Testing

@testable import WhitworthGateway

@Suite("Names of requests")
struct RequestIDTests {
    @Test("New ones do not meet, and are legal themselves")
    func new() {
        var (one, other) = (RequestID(), RequestID())
        let names = (0..<2000).flatMap { _ in [one.make(nil), other.make(nil)] }
        #expect(Set(names).count == 4000)
        #expect(names.allSatisfy { $0.hasPrefix("req_") && $0.utf8.count == 28 && other.make($0) == $0 })
    }
}
