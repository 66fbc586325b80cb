@testable import WhitworthTransport

/// All that was told to who asked.
struct Answer: Sendable {
    enum Outcome: Sendable, Equatable {
        case ended
        case failed(UpstreamError)
        /// Cancelled by the test: nothing more may be told.
        case cancelled
    }

    var status: Int?
    var body: [UInt8] = []
    var outcome: Outcome?
    /// How often an end or a failure was told.
    var endings = 0
    /// Calls that came out of their order.
    var disorder = 0
    var readCompletions = 0

    var text: String { String(decoding: body, as: UTF8.self) }
}
