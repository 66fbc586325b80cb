/// A document that is still coming, such as the arguments of a streamed call: how much of it is already certain.
///
/// Bytes come in any pieces, split inside an escape, a character or a number; each is looked at once. What cannot become a
/// document any more is refused at once, by the same rules as a whole one. What is certain is told as a document of its
/// own: a string that is open is its text so far (never half a character or half an escape), a number or a word at the end
/// is absent because it may go on, and so is a member whose value has not begun.
public struct JSONPrefix: Sendable {
    /// An array or object that is open.
    struct Container: Sendable {
        var isObject: Bool
        /// Of the element begun last.
        var index = -1
        /// The member begun last.
        var key: JSONText?
        /// The names so far, decoded: two spellings of one name are one.
        var names: Set<String> = []
    }

    enum State: Sendable {
        case value
        case firstElement
        case firstKey
        case key
        case colon
        case separator
        case string(JSONPrefixString, isKey: Bool)
        case number(JSONPrefixNumber)
        case word(StaticString, matched: Int)
        /// Nothing but white space may follow.
        case done
    }

    private let limits: JSONLimits
    private var bytes: [UInt8] = []
    private var open: [Container] = []
    private var state = State.value
    /// Up to here the bytes are certain, once what is open then is closed.
    private var certainEnd = 0
    /// Whether that place is inside a string.
    private var isInString = false
    private var nameStart = 0
    private var error: JSONError?

    public init(limits: JSONLimits = .standard) {
        self.limits = limits
    }

    /// - Throws: at the first byte that no document can have there; afterwards always the same.
    public mutating func push(_ piece: Span<UInt8>) throws(JSONError) {
        if let error { throw error }
        for index in piece.indices {
            let byte = piece[index]
            do throws(JSONError) {
                try take(byte)
            } catch {
                var located = error
                located.path = openPath
                self.error = located
                throw located
            }
        }
    }

    public mutating func push(_ piece: [UInt8]) throws(JSONError) { try push(piece.span) }

    /// Whether the document is whole. A number that is all of a document is so only at its end.
    public var isComplete: Bool { if case .done = state { true } else { false } }

    /// The text came to its end.
    ///
    /// - Throws: `unexpectedEnd` unless the document is whole.
    public mutating func finish() throws(JSONError) -> JSONValue {
        if let error { throw error }
        if case .number(let number) = state, open.isEmpty, number.mayEnd { endValue() }
        guard isComplete else { throw JSONError(.unexpectedEnd, offset: bytes.count, path: openPath) }
        return try JSONValue(parsing: bytes, limits: limits)
    }

    /// What is certain, as a whole document; nil before any value is.
    public var certain: JSONValue? {
        guard certainEnd > 0 else { return nil }
        var document = Array(bytes[..<certainEnd])
        if isInString { document.append(0x22) }
        for container in open.reversed() { document.append(container.isObject ? 0x7D : 0x5D) }
        return try? JSONValue(parsing: document, limits: limits)
    }

    /// The innermost value that has begun and not ended.
    public var openPath: JSONPath {
        var path = JSONPath()
        for container in open {
            if container.isObject {
                guard let key = container.key else { break }
                path.elements.append(.key(key.string))
            } else {
                guard container.index >= 0 else { break }
                path.elements.append(.index(container.index))
            }
        }
        return path
    }

    // MARK: Grammar

    private mutating func take(_ byte: UInt8) throws(JSONError) {
        let offset = bytes.count
        bytes.append(byte)
        switch state {
        case .string(var string, let isKey):
            guard try string.take(byte, at: offset) else {
                state = .string(string, isKey: isKey)
                if !isKey, string.isAtBoundary { certainEnd = offset + 1 }
                return
            }
            if isKey { try endName(string, at: offset) } else { endValue() }
            return
        case .number(var number):
            if try number.take(byte, at: offset) {
                state = .number(number)
                return
            }
            // The byte after a number is the first that is not part of it.
            endValue(before: offset)
        case .word(let word, let matched):
            guard byte == word.utf8Start[matched] else { throw JSONError(.unexpectedByte(byte), offset: offset) }
            if matched + 1 == word.utf8CodeUnitCount { endValue() } else { state = .word(word, matched: matched + 1) }
            return
        default: break
        }
        switch byte {
        case 0x20, 0x0A, 0x0D, 0x09: return
        default: try structure(byte, at: offset)
        }
    }

    /// A byte between values.
    private mutating func structure(_ byte: UInt8, at offset: Int) throws(JSONError) {
        switch (state, byte) {
        case (.done, _): throw JSONError(.trailingBytes, offset: offset)
        case (.colon, 0x3A): state = .value
        case (.firstKey, 0x7D), (.firstElement, 0x5D): endContainer(at: offset)
        case (.firstKey, 0x22), (.key, 0x22):
            nameStart = offset + 1
            open[open.count - 1].key = nil
            state = .string(JSONPrefixString(), isKey: true)
        case (.separator, 0x2C): state = open.last?.isObject == true ? .key : .value
        case (.separator, 0x7D) where open.last?.isObject == true: endContainer(at: offset)
        case (.separator, 0x5D) where open.last?.isObject == false: endContainer(at: offset)
        case (.value, _), (.firstElement, _): try begin(byte, at: offset)
        default: throw JSONError(.unexpectedByte(byte), offset: offset)
        }
    }

    private mutating func begin(_ byte: UInt8, at offset: Int) throws(JSONError) {
        if let last = open.indices.last, !open[last].isObject { open[last].index += 1 }
        switch byte {
        case 0x22:
            state = .string(JSONPrefixString(), isKey: false)
            certainEnd = offset + 1
            isInString = true
        case 0x7B, 0x5B:
            guard open.count < limits.depth else { throw JSONError(.tooDeep(limit: limits.depth), offset: offset) }
            open.append(Container(isObject: byte == 0x7B))
            state = byte == 0x7B ? .firstKey : .firstElement
            certainEnd = offset + 1
        case 0x74: state = .word("true", matched: 1)
        case 0x66: state = .word("false", matched: 1)
        case 0x6E: state = .word("null", matched: 1)
        case 0x2D, 0x30...0x39: state = .number(JSONPrefixNumber(byte))
        default: throw JSONError(.unexpectedByte(byte), offset: offset)
        }
    }

    private mutating func endName(_ string: JSONPrefixString, at offset: Int) throws(JSONError) {
        let name = JSONText(escaped: bytes[nameStart..<offset], hasEscapes: string.hasEscapes)
        let last = open.count - 1
        guard open[last].names.insert(name.string).inserted else {
            throw JSONError(.duplicateKey(name.string), offset: nameStart - 1)
        }
        open[last].key = name
        state = .colon
    }

    /// The value that was being read is whole.
    private mutating func endValue(before end: Int? = nil) {
        certainEnd = end ?? bytes.count
        isInString = false
        state = open.isEmpty ? .done : .separator
    }

    private mutating func endContainer(at offset: Int) {
        open.removeLast()
        endValue()
    }
}
