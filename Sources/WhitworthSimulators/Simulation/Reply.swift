/// What a simulator answers: a value, played by the server.
struct Reply: Sendable {
    enum Step: Sendable, Equatable {
        /// Written and flushed at once.
        case bytes([UInt8])
        case wait(milliseconds: Int)
        /// The connection is closed here; nothing after this is sent.
        case cut
    }

    var status: Int
    var headers: [(name: String, value: String)]
    /// Sent in chunks, one a step; otherwise whole, with its length.
    var isStream: Bool
    /// The length that is told, where it is not that of the bytes that are sent.
    var declaredLength: Int?
    var steps: [Step]

    init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        isStream = false
        steps = [.bytes(body)]
    }

    /// - Parameter events: complete server-sent events, blank line included.
    init(headers: [(name: String, value: String)], events: [[UInt8]]) {
        status = 200
        self.headers = headers
        isStream = true
        steps = events.map { .bytes($0) }
    }

    /// All that is sent, one after the other, up to a cut.
    var body: [UInt8] {
        var bytes: [UInt8] = []
        for step in steps {
            switch step {
            case .bytes(let more): bytes += more
            case .wait: continue
            case .cut: return bytes
            }
        }
        return bytes
    }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    mutating func setHeader(_ name: String, _ value: String) {
        headers.removeAll { $0.name == name }
        headers.append((name, value))
    }
}
