import WhitworthJSON

extension Extras {
    /// These members grown by the pieces a stream tells of them, as clients add them up: texts are joined, lists
    /// appended or merged by `index`, objects merged, and all else replaced.
    public func grown(by pieces: Extras) -> Extras {
        var grown = Extras()
        for group in pieces.groups {
            for piece in group.members {
                guard let known = members(of: group.slug).first(where: { $0.key == piece.key }) else {
                    grown.append(piece, to: group.slug)
                    continue
                }
                grown.append(piece.key, Self.joined(known.value, piece.value), piece.weight, to: group.slug)
            }
        }
        return replaced(by: grown)
    }

    private static func joined(_ known: JSONValue, _ piece: JSONValue) -> JSONValue {
        switch (known.kind, piece.kind) {
        case (_, .null): return known
        case (.string, .string):
            return .written { $0.write(JSONText.joined([known.text ?? "", piece.text ?? ""])) }
        case (.array, .array): return joined(lists: known, piece)
        case (.object, .object): return joined(objects: known, piece)
        default: return piece
        }
    }

    private static func joined(objects known: JSONValue, _ piece: JSONValue) -> JSONValue {
        let news = piece.members
        let olds = known.members
        return .written { writer in
            writer.object { object in
                for old in olds {
                    object.key(old.key)
                    guard let new = news.first(where: { $0.key == old.key }) else {
                        object.write(old.value)
                        continue
                    }
                    switch old.key {
                    // Names of things are said again, not continued.
                    case "id", "type", "index": object.write(new.value)
                    default: object.write(joined(old.value, new.value))
                    }
                }
                for new in news where !olds.contains(where: { $0.key == new.key }) {
                    object.key(new.key)
                    object.write(new.value)
                }
            }
        }
    }

    private static func joined(lists known: JSONValue, _ piece: JSONValue) -> JSONValue {
        var elements = known.elements
        for new in piece.elements {
            if let index = new["index"]?.int, let place = elements.firstIndex(where: { $0["index"]?.int == index }) {
                elements[place] = joined(elements[place], new)
            } else {
                elements.append(new)
            }
        }
        return .written { writer in
            writer.array { list in for element in elements { list.write(element) } }
        }
    }
}
