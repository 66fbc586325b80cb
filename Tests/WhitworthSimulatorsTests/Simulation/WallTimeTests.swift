import Testing

@testable import WhitworthSimulators

@Suite struct WallTimeTests {
    @Test(
        "Known moments",
        arguments: [
            (0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400, "2000-02-29T00:00:00Z", "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_795_495_920, "2026-11-24T04:52:00Z", "Tue, 24 Nov 2026 04:52:00 GMT"),
            (4_107_542_399, "2100-02-28T23:59:59Z", "Sun, 28 Feb 2100 23:59:59 GMT"),
        ])
    func known(_ seconds: Int, _ rfc3339: String, _ http: String) {
        #expect(WallTime(seconds: seconds).rfc3339 == rfc3339)
        #expect(WallTime(seconds: seconds).httpDate == http)
    }
}
