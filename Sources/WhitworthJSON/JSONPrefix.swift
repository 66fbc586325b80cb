/// Reads a JSON document of which only the beginning has come, such as streamed tool arguments.
///
/// Text is pushed in pieces of any size. `completed` is at any time a whole document that holds what is certain already:
/// open strings up to their last whole character; members without a value, unfinished numbers and unfinished literals
/// left out (`1` may become `12`). What no text could complete any more is refused with the byte that spoiled it; what
/// is refused is what `JSONValue(parsing:)` refuses, and what is not refused can still become a document.
///
/// Each byte is looked at once, however the text is split.
public struct JSONPrefix: Sendable {
    /// An array or object whose closing bracket has not come.
    private struct Container: Sendable {
        var isObject: Bool
        /// Elements or members that are whole.
        var count = 0
        /// The names seen so far, unescaped. Copies: slices would keep `bytes` from growing in place.
        var names: Set<[UInt8]> = []
        /// The name of the member that is being read.
        var name: [UInt8]?
    }

    /// What may come next.
    private enum Place: Sendable {
        case value
        case firstElement
        case firstName
        case name
        case colon
        case separator
        case end
        case inName
        case inString
        case inNumber(JSONNumberPrefix)
        /// As many bytes of the literal have come.
        case inLiteral(StaticString, Int)
    }

    private let limits: JSONLimits
    /// All that was pushed.
    private var bytes: [UInt8] = []
    private var containers: [Container] = []
    private var place = Place.value
    private var string = JSONStringPrefix(at: 0)
    /// Up to where `bytes` need nothing but closing brackets, an open string left aside.
    private var certain = 0
    private var failure: JSONError?

    public init(limits: JSONLimits = .standard) {
        self.limits = limits
    }

    // MARK: What goes in

    /// The next piece of the text, split anywhere.
    ///
    /// - Throws: the fault of a text that can no longer become a document; again at every later call.
    public mutating func push(_ piece: Span<UInt8>) throws(JSONError) {
        if let failure { throw failure }
        let start = bytes.count
        do throws(JSONError) {
            guard start + piece.count < Int(UInt32.max) else { throw JSONError(.tooLarge, offset: 0) }
            try piece.withUnsafeBufferPointer { (piece) throws(JSONError) in
                bytes.append(contentsOf: piece)
                try read(piece, at: start)
            }
        } catch {
            failure = error
            throw error
        }
    }

    public mutating func push(_ piece: [UInt8]) throws(JSONError) {
        try push(piece.span)
    }

    /// The text ended. A number that is the whole document is certain only now.
    ///
    /// - Throws: `unexpectedEnd` where the document is not complete.
    public mutating func finish() throws(JSONError) {
        if let failure { throw failure }
        if containers.isEmpty, case .inNumber(let number) = place, number.isWhole { endValue(at: bytes.count) }
        guard isComplete else {
            let error = JSONError(.unexpectedEnd, offset: bytes.count, path: openPath)
            failure = error
            throw error
        }
    }

    // MARK: What is known

    /// Whether the document has come whole. A number that is the whole document is so only after `finish`.
    public var isComplete: Bool {
        if case .end = place { true } else { false }
    }

    /// How much of the text is certain, in bytes; unchanged means that `completed` is unchanged.
    public var certainCount: Int {
        if case .inString = place { string.certain } else { certain }
    }

    /// A document of what is certain; nil where no value is. Equal to the text once that is complete.
    public var completed: [UInt8]? {
        var closing: [UInt8] = []
        if case .inString = place {
            closing.append(0x22)
        } else if containers.isEmpty, !isComplete {
            return nil
        }
        for container in containers.reversed() { closing.append(container.isObject ? 0x7D : 0x5D) }
        return bytes[..<certainCount] + closing
    }

    /// `completed` as a value.
    public var value: JSONValue? {
        // A prefix within its limit of depth is a document within it.
        completed.flatMap { try? JSONValue(parsing: $0, limits: limits) }
    }

    /// The values that are still open, from the outermost to the innermost.
    public var open: [OpenValue] {
        var path = JSONPath()
        var values: [OpenValue] = []
        for container in containers {
            values.append(OpenValue(kind: container.isObject ? .object : .array, path: path))
            path.elements += element(of: container)
        }
        switch place {
        case .inString: values.append(OpenValue(kind: .string, path: path))
        case .inNumber: values.append(OpenValue(kind: .number, path: path))
        case .inLiteral(let text, _):
            values.append(OpenValue(kind: text.utf8Start[0] == 0x6E ? .null : .boolean, path: path))
        default: break
        }
        return values
    }

    /// Where the next byte belongs: a value that is open or awaited, else the container between two of its values.
    private var openPath: JSONPath {
        JSONPath(containers.flatMap(element))
    }

    private func element(of container: Container) -> [JSONPath.Element] {
        guard container.isObject else { return [.index(container.count)] }
        return container.name.map { [.key(String(decoding: $0, as: UTF8.self))] } ?? []
    }
}

// MARK: Grammar

extension JSONPrefix {
    private mutating func read(_ piece: UnsafeBufferPointer<UInt8>, at base: Int) throws(JSONError) {
        var index = 0
        while index < piece.count {
            do throws(JSONError) {
                index = try read(piece, from: index, at: base)
            } catch {
                // A duplicate name comes with its path.
                throw error.path.elements.isEmpty
                    ? JSONError(error.reason, offset: error.offset, path: openPath) : error
            }
        }
    }

    /// Reads one byte outside strings and numbers, all there is inside them.
    ///
    /// - Parameter base: the offset of the piece in the document.
    /// - Returns: the index in the piece of the first byte not read.
    private mutating func read(
        _ piece: UnsafeBufferPointer<UInt8>, from index: Int, at base: Int
    ) throws(JSONError) -> Int {
        let byte = piece[index]
        let offset = base + index
        switch place {
        case .inName, .inString:
            let next = try string.read(piece, from: index, at: base)
            if string.isClosed { try endString(at: base + next) }
            return next
        case .inNumber(let number):
            guard let next = try number.after(byte, at: offset) else {
                endValue(at: offset)
                return index
            }
            place = .inNumber(next)
        case .inLiteral(let text, let count):
            guard byte == text.utf8Start[count] else { throw JSONError(.unexpectedByte(byte), offset: offset) }
            if count + 1 == text.utf8CodeUnitCount {
                endValue(at: offset + 1)
            } else {
                place = .inLiteral(text, count + 1)
            }
        default:
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: if isComplete { certain = offset + 1 }
            default: try readStructure(byte, at: offset)
            }
        }
        return index + 1
    }

    private mutating func readStructure(_ byte: UInt8, at offset: Int) throws(JSONError) {
        switch (place, byte) {
        case (.end, _): throw JSONError(.trailingBytes, offset: offset)
        case (.firstElement, 0x5D), (.firstName, 0x7D): endContainer(at: offset + 1)
        case (.firstName, 0x22), (.name, 0x22):
            string = JSONStringPrefix(at: offset + 1)
            place = .inName
        case (.colon, 0x3A): place = .value
        case (.separator, 0x2C): place = containers.last?.isObject == true ? .name : .value
        case (.separator, 0x5D) where containers.last?.isObject == false: endContainer(at: offset + 1)
        case (.separator, 0x7D) where containers.last?.isObject == true: endContainer(at: offset + 1)
        case (.value, _), (.firstElement, _): try beginValue(byte, at: offset)
        default: throw JSONError(.unexpectedByte(byte), offset: offset)
        }
    }

    private mutating func beginValue(_ byte: UInt8, at offset: Int) throws(JSONError) {
        switch byte {
        case 0x22:
            string = JSONStringPrefix(at: offset + 1)
            place = .inString
        case 0x7B, 0x5B:
            guard containers.count < limits.depth else {
                throw JSONError(.tooDeep(limit: limits.depth), offset: offset)
            }
            containers.append(Container(isObject: byte == 0x7B))
            place = byte == 0x7B ? .firstName : .firstElement
            certain = offset + 1
        case 0x74: place = .inLiteral("true", 1)
        case 0x66: place = .inLiteral("false", 1)
        case 0x6E: place = .inLiteral("null", 1)
        default:
            guard let number = JSONNumberPrefix(first: byte) else {
                throw JSONError(.unexpectedByte(byte), offset: offset)
            }
            place = .inNumber(number)
        }
    }

    private mutating func endContainer(at end: Int) {
        containers.removeLast()
        endValue(at: end)
    }

    private mutating func endValue(at end: Int) {
        certain = end
        guard !containers.isEmpty else {
            place = .end
            return
        }
        containers[containers.count - 1].count += 1
        containers[containers.count - 1].name = nil
        place = .separator
    }

    private mutating func endString(at end: Int) throws(JSONError) {
        guard case .inName = place else { return endValue(at: end) }
        let name = JSONText(escaped: bytes[string.start..<end - 1], hasEscapes: string.hasEscapes).utf8
        guard containers[containers.count - 1].names.insert(name).inserted else {
            let text = String(decoding: name, as: UTF8.self)
            throw JSONError(.duplicateKey(text), offset: string.start - 1, path: openPath.appending(text))
        }
        containers[containers.count - 1].name = name
        place = .colon
    }
}
