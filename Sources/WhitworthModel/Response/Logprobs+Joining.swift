public import WhitworthJSON

extension Logprobs {
    /// The pieces of a stream as one `{content: […], refusal: […]}`; nil when there are none.
    public static func joined(_ pieces: [JSONValue]) -> JSONValue? {
        guard pieces.count > 1 else { return pieces.first }
        return .written { writer in
            writer.object { object in
                for name: StaticString in ["content", "refusal"] {
                    let lists = pieces.compactMap { $0[name] }
                    guard !lists.isEmpty else { continue }
                    object.key(name)
                    if lists.allSatisfy(\.isNull) {
                        object.writeNull()
                    } else {
                        object.array { list in
                            for piece in lists { piece.array?.forEach { list.write($0) } }
                        }
                    }
                }
            }
        }
    }
}
