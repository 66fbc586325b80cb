/// Bytes to tape: one pass that checks all of RFC 8259 and what we refuse beyond it.
///
/// Beyond the grammar it refuses what two readers would understand differently: member names that occur twice,
/// lone surrogates, invalid UTF-8, nesting past a limit.
struct JSONScanner {
    /// An array or object whose closing bracket has not been seen.
    private struct Open {
        var entry: Int
        var isObject: Bool
    }

    private let base: UnsafePointer<UInt8>
    private let count: Int
    private let limits: JSONLimits
    private var offset = 0
    private var entries: [JSONTapeEntry] = []
    private var open: [Open] = []

    private init(_ bytes: UnsafeBufferPointer<UInt8>, base: UnsafePointer<UInt8>, limits: JSONLimits) {
        self.base = base
        count = bytes.count
        self.limits = limits
        entries.reserveCapacity(min(bytes.count / 16 + 8, 1024))
    }

    /// - Throws: the first fault, with its offset and path.
    static func scan(_ bytes: [UInt8], limits: JSONLimits) throws(JSONError) -> [JSONTapeEntry] {
        guard bytes.count < Int(UInt32.max) else { throw JSONError(.tooLarge, offset: 0) }
        // A typed throw does not pass through withUnsafeBufferPointer's closure as such, hence the result.
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<[JSONTapeEntry], JSONError> in
            guard let base = buffer.baseAddress else { return .failure(JSONError(.unexpectedEnd, offset: 0)) }
            var scanner = JSONScanner(buffer, base: base, limits: limits)
            do throws(JSONError) {
                try scanner.document()
                return .success(scanner.entries)
            } catch {
                return .failure(scanner.locate(error))
            }
        }
        return try result.get()
    }

    // MARK: Grammar

    private mutating func document() throws(JSONError) {
        skipWhiteSpace()
        try value()
        while let container = open.last {
            skipWhiteSpace()
            try continueContainer(container)
        }
        skipWhiteSpace()
        guard offset == count else { throw JSONError(.trailingBytes, offset: offset) }
    }

    /// After an element or an opening bracket of the innermost container: the next element or the end.
    private mutating func continueContainer(_ container: Open) throws(JSONError) {
        let closing: UInt8 = container.isObject ? 0x7D : 0x5D
        let isFirst = entries.count == container.entry + 1
        guard offset < count else { throw JSONError(.unexpectedEnd, offset: offset) }
        if base[offset] == closing {
            offset += 1
            return try close(container)
        }
        if !isFirst {
            guard base[offset] == 0x2C else { throw unexpected() }
            offset += 1
            skipWhiteSpace()
        }
        if container.isObject {
            guard offset < count else { throw JSONError(.unexpectedEnd, offset: offset) }
            guard base[offset] == 0x22 else { throw unexpected() }
            try string()
            skipWhiteSpace()
            guard offset < count else { throw JSONError(.unexpectedEnd, offset: offset) }
            guard base[offset] == 0x3A else { throw unexpected() }
            offset += 1
            skipWhiteSpace()
        }
        try value()
    }

    /// One scalar, or the opening bracket of a container.
    private mutating func value() throws(JSONError) {
        guard offset < count else { throw JSONError(.unexpectedEnd, offset: offset) }
        switch base[offset] {
        case 0x22: try string()
        case 0x7B: try openContainer(.object)
        case 0x5B: try openContainer(.array)
        case 0x74: try literal("true", .boolean)
        case 0x66: try literal("false", .boolean)
        case 0x6E: try literal("null", .null)
        case 0x2D, 0x30...0x39: try number()
        default: throw unexpected()
        }
    }

    private mutating func openContainer(_ kind: JSONKind) throws(JSONError) {
        guard open.count < limits.depth else { throw JSONError(.tooDeep(limit: limits.depth), offset: offset) }
        open.append(Open(entry: entries.count, isObject: kind == .object))
        entries.append(JSONTapeEntry(kind: kind, start: offset, end: 0, next: 0))
        offset += 1
    }

    private mutating func close(_ container: Open) throws(JSONError) {
        if container.isObject { try refuseDuplicateKeys(of: container.entry) }
        entries[container.entry].end = UInt32(truncatingIfNeeded: offset)
        entries[container.entry].next = UInt32(truncatingIfNeeded: entries.count)
        open.removeLast()
    }

    private mutating func literal(_ text: StaticString, _ kind: JSONKind) throws(JSONError) {
        let start = offset
        for index in 0..<text.utf8CodeUnitCount {
            guard offset < count else { throw JSONError(.unexpectedEnd, offset: offset) }
            guard base[offset] == text.utf8Start[index] else { throw unexpected() }
            offset += 1
        }
        append(kind, from: start)
    }

    private mutating func append(_ kind: JSONKind, from start: Int) {
        entries.append(JSONTapeEntry(kind: kind, start: start, end: offset, next: entries.count + 1))
    }

    // MARK: Numbers

    private mutating func number() throws(JSONError) {
        let start = offset
        if base[offset] == 0x2D { offset += 1 }
        guard offset < count else { throw JSONError(.unexpectedEnd, offset: offset) }
        if base[offset] == 0x30 {
            offset += 1
            if offset < count, isDigit(base[offset]) { throw JSONError(.invalidNumber, offset: offset) }
        } else {
            try digits()
        }
        if offset < count, base[offset] == 0x2E {
            offset += 1
            try digits()
        }
        if offset < count, base[offset] | 0x20 == 0x65 {
            offset += 1
            if offset < count, base[offset] == 0x2B || base[offset] == 0x2D { offset += 1 }
            try digits()
        }
        append(.number, from: start)
    }

    private mutating func digits() throws(JSONError) {
        guard offset < count else { throw JSONError(.unexpectedEnd, offset: offset) }
        guard isDigit(base[offset]) else { throw JSONError(.invalidNumber, offset: offset) }
        while offset < count, isDigit(base[offset]) { offset += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    // MARK: Strings

    /// A string from its opening quote to its closing one.
    private mutating func string() throws(JSONError) {
        offset += 1
        let start = offset
        var hasEscapes = false
        while true {
            offset = JSONStringScan.plainEnd(base, from: offset, to: count)
            guard offset < count else { throw JSONError(.unexpectedEnd, offset: offset) }
            let byte = base[offset]
            if byte == 0x22 { break }
            if byte == 0x5C {
                hasEscapes = true
                try escape()
            } else if byte < 0x20 {
                throw JSONError(.controlCharacter(byte), offset: offset)
            } else {
                try multibyte()
            }
        }
        entries.append(
            JSONTapeEntry(
                kind: .string, start: start, end: offset, next: entries.count + 1, hasEscapes: hasEscapes))
        offset += 1
    }

    private mutating func escape() throws(JSONError) {
        let start = offset
        guard offset + 1 < count else { throw JSONError(.unexpectedEnd, offset: count) }
        switch base[offset + 1] {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
            offset += 2
        case 0x75:
            offset += 2
            let unit = try hexUnit()
            if unit & 0xFC00 == 0xDC00 { throw JSONError(.loneSurrogate, offset: start) }
            guard unit & 0xFC00 == 0xD800 else { return }
            guard offset < count else { throw JSONError(.unexpectedEnd, offset: count) }
            guard base[offset] == 0x5C else { throw JSONError(.loneSurrogate, offset: start) }
            guard offset + 1 < count else { throw JSONError(.unexpectedEnd, offset: count) }
            guard base[offset + 1] == 0x75 else { throw JSONError(.loneSurrogate, offset: start) }
            offset += 2
            guard try hexUnit() & 0xFC00 == 0xDC00 else { throw JSONError(.loneSurrogate, offset: start) }
        default:
            throw JSONError(.invalidEscape, offset: offset)
        }
    }

    private mutating func hexUnit() throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard offset < count else { throw JSONError(.unexpectedEnd, offset: offset) }
            guard let digit = JSONStringScan.hexDigit(base[offset]) else {
                throw JSONError(.invalidEscape, offset: offset)
            }
            unit = unit << 4 | UInt16(digit)
            offset += 1
        }
        return unit
    }

    /// One character of two to four bytes (RFC 3629 §4, overlong forms and surrogates excluded), then all that follow.
    private mutating func multibyte() throws(JSONError) {
        while offset < count, base[offset] >= 0x80 {
            let length = JSONStringScan.multibyteLength(base + offset, available: count - offset)
            guard length > 0 else { throw JSONError(.invalidUTF8, offset: offset) }
            offset += length
        }
    }

    // MARK: Helpers

    @inline(__always)
    private mutating func skipWhiteSpace() {
        while offset < count {
            switch base[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    private func unexpected() -> JSONError { JSONError(.unexpectedByte(base[offset]), offset: offset) }

    private func key(at entry: Int) -> JSONText {
        let key = entries[entry]
        let bytes = UnsafeBufferPointer(start: base + Int(key.start), count: Int(key.end - key.start))
        return JSONText(escaped: ArraySlice(bytes), hasEscapes: key.hasEscapes)
    }

    // MARK: Duplicate member names

    private func refuseDuplicateKeys(of object: Int) throws(JSONError) {
        var keys: [Int] = []
        var hasEscapes = false
        var entry = object + 1
        while entry < entries.count {
            keys.append(entry)
            hasEscapes = hasEscapes || entries[entry].hasEscapes
            entry = Int(entries[entry + 1].next)
        }
        if keys.count < 2 { return }
        if hasEscapes || keys.count > 16 {
            // Swift's hashing is seeded per process: nobody can prepare names that collide.
            // Names are compared by their code points (RFC 8259 §8.3): String would call canonical equivalents equal.
            var seen = Set<JSONText>(minimumCapacity: keys.count)
            for entry in keys where !seen.insert(key(at: entry)).inserted {
                throw duplicate(entry)
            }
            return
        }
        for later in 1..<keys.count {
            let name = entries[keys[later]]
            let length = name.end - name.start
            for earlier in 0..<later {
                let other = entries[keys[earlier]]
                if other.end - other.start == length,
                    JSONStringScan.equal(base + Int(name.start), base + Int(other.start), Int(length))
                {
                    throw duplicate(keys[later])
                }
            }
        }
    }

    private func duplicate(_ entry: Int) -> JSONError {
        let name = key(at: entry).string
        let error = JSONError(.duplicateKey(name), offset: Int(entries[entry].start) - 1)
        return JSONError(error.reason, offset: error.offset, path: locate(error).path.appending(name))
    }

    // MARK: Places

    /// The error with the path of the value being read; between two members, of the object.
    private func locate(_ error: JSONError) -> JSONError {
        guard error.path.elements.isEmpty else { return error }
        var path = JSONPath()
        for (level, container) in open.enumerated() {
            let limit = level + 1 < open.count ? open[level + 1].entry : entries.count
            var entry = container.entry + 1
            var index = 0
            var name: Int?
            while entry < limit {
                if container.isObject {
                    name = entry
                    entry += 1
                    if entry >= limit { break }
                }
                let next = Int(entries[entry].next)
                if next == 0 { break }
                entry = next
                name = nil
                index += 1
            }
            if container.isObject {
                guard let name else { break }
                path.elements.append(.key(key(at: name).string))
            } else {
                path.elements.append(.index(index))
            }
        }
        var located = error
        located.path = path
        return located
    }
}
