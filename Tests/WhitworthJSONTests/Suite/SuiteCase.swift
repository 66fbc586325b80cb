import WhitworthJSON

/// A document with the verdict on it, named in the manner of the public JSON test suites: `y_` must be accepted, `n_`
/// must be refused, `i_` is left to the implementation, so that ours is a decision.
struct SuiteCase: Sendable, CustomStringConvertible {
    struct Fault: Sendable, Hashable {
        var reason: JSONError.Reason
        var offset: Int
    }

    var name: String
    var bytes: [UInt8]
    /// Why it is refused and where; nil where it is accepted.
    var fault: Fault?

    var description: String { name }

    /// A document that is accepted.
    init(_ name: String, _ text: String) {
        self.init(name, Array(text.utf8))
    }

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// A document that is refused.
    init(_ name: String, _ text: String, _ reason: JSONError.Reason, at offset: Int) {
        self.init(name, Array(text.utf8), reason, at: offset)
    }

    init(_ name: String, _ bytes: [UInt8], _ reason: JSONError.Reason, at offset: Int) {
        self.name = name
        self.bytes = bytes
        fault = Fault(reason: reason, offset: offset)
    }

    /// A string of these bytes.
    static func string(_ bytes: [UInt8]) -> [UInt8] { [0x22] + bytes + [0x22] }
}
