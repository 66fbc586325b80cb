import WhitworthJSON
import WhitworthModel
import WhitworthProviders

/// Takes a provider's key out of what the provider said: some repeat what they were sent, whole, cut or masked.
struct Redaction {
    private let key: [UInt8]
    /// So much of a key in a row is taken for it; a quotation may end anywhere.
    private static let tell = 8
    /// Shorter ones would stand in any text by chance.
    private static let shortest = 4
    private static let mark = Array("[redacted]".utf8)

    init(_ authorization: Authorization) {
        switch authorization {
        case .none: key = []
        case .bearer(let secret), .header(_, let secret): key = Array(secret.value.utf8)
        }
    }

    func apply(to failure: inout Failure) {
        // Where a key is refused its masked form is quoted, with the letters it ends on.
        let hidesMasks = failure.code.category == .auth
        func clean(_ text: String) -> String { self.text(text, hidesMasks: hidesMasks) }
        failure.message = clean(failure.message)
        if let param = failure.param?.bracketed, clean(param) != param { failure.param = nil }
        guard var upstream = failure.upstream else { return }
        upstream.message = upstream.message.map(clean)
        upstream.code = upstream.code.map(clean)
        upstream.type = upstream.type.map(clean)
        upstream.requestID = upstream.requestID.map(clean)
        failure.upstream = upstream
    }

    func text(_ text: String, hidesMasks: Bool = false) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        var hasChanged = false
        while index < bytes.count {
            let isMask = hidesMasks && bytes[index...].starts(with: [0x2A, 0x2A, 0x2A])
            guard isMask || beginsKey(bytes[index...]) else {
                result.append(bytes[index])
                index += 1
                continue
            }
            hasChanged = true
            if isMask { while let last = result.last, !Self.endsWord(last) { result.removeLast() } }
            result += Self.mark
            while index < bytes.count, !Self.endsWord(bytes[index]) { index += 1 }
        }
        return hasChanged ? String(decoding: result, as: UTF8.self) : text
    }

    private func beginsKey(_ bytes: ArraySlice<UInt8>) -> Bool {
        key.count >= Self.shortest && bytes.starts(with: key.prefix(Self.tell))
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x22, 0x27, 0x28, 0x29, 0x2C, 0x3B, 0x3C, 0x3E, 0x5C, 0x60, 0x7F: true
        default: false
        }
    }
}
