/// A request as it came, before anything is made of it.
struct SimulatedRequest: Sendable {
    var method: String
    /// Without the query.
    var path: String
    var query: String = ""
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    /// The first header of this name, which is given in lower case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    /// The token of `Authorization: Bearer …`.
    var bearer: String? {
        guard let value = header("authorization"), value.lowercased().hasPrefix("bearer ") else { return nil }
        return String(value.dropFirst(7))
    }
}
