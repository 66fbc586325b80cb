import Foundation
import Testing

@testable import WhitworthGateway

@Suite("The date of answers")
struct HTTPDateTests {
    @Test(
        "It is that of RFC 9110, as Foundation reckons it",
        arguments: [0, 951_782_400, 951_868_799, 1_795_518_585, 4_107_542_399, 1_709_164_800])
    func dates(_ seconds: Int) {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        var date = HTTPDate()
        #expect(date.text(at: seconds) == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
        #expect(date.text(at: seconds + 1) != date.text(at: seconds))
    }
}
