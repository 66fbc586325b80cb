/// The forms of a request's target (RFC 9112 §3.2).
enum HTTPTarget {
    /// The part that follows the authority, or nil where the target is in no form that its method allows.
    ///
    /// The authority form is of CONNECT alone, and a tunnel is nothing that is opened here.
    static func path(_ target: ArraySlice<UInt8>, of method: HTTPMethod) -> String? {
        if method == .other("CONNECT") { return nil }
        switch target.first {
        case nil: return nil
        case 0x2F?: return String(decoding: target, as: UTF8.self)
        case 0x2A?: return target.count == 1 && method == .options ? "*" : nil
        default: return pathOfAbsolute(target)
        }
    }

    static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

    /// Of `scheme://authority/path` the path.
    private static func pathOfAbsolute(_ target: ArraySlice<UInt8>) -> String? {
        guard let colon = target.firstIndex(of: 0x3A), isScheme(target[..<colon]),
            target[colon...].starts(with: [0x3A, 0x2F, 0x2F])
        else { return nil }
        let rest = target[(colon + 3)...]
        let end = rest.firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 } ?? rest.endIndex
        // A host there must be (RFC 9110 §4.2.1), and nobody who names himself before it (§4.2.4).
        guard end > rest.startIndex, rest[..<end].allSatisfy(HTTPByte.isAuthority) else { return nil }
        let path = String(decoding: rest[end...], as: UTF8.self)
        return rest[end...].first == 0x2F ? path : "/" + path
    }

    /// Targets of other schemes are a proxy's.
    private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
        let scheme = bytes.map(HTTPByte.lower)
        return scheme == Array("http".utf8) || scheme == Array("https".utf8)
    }
}
