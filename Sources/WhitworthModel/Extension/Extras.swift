public import WhitworthJSON

/// The members of one object that belong to no member of the canonical model, by vocabulary, in the order read.
public struct Extras: Sendable, Hashable {
    public struct Group: Sendable, Hashable {
        public var slug: ExtensionSlug
        public var members: [Extra]
    }

    public private(set) var groups: [Group] = []

    public init() {}

    public var isEmpty: Bool { groups.isEmpty }

    public mutating func append(_ extra: Extra, to slug: ExtensionSlug) {
        if let index = groups.firstIndex(where: { $0.slug == slug }) {
            groups[index].members.append(extra)
        } else {
            groups.append(Group(slug: slug, members: [extra]))
        }
    }

    public mutating func append(
        _ key: JSONText, _ value: JSONValue, _ weight: Extra.Weight, to slug: ExtensionSlug
    ) {
        append(Extra(key, value, weight), to: slug)
    }

    /// The members of one vocabulary, in the order read.
    public func members(of slug: ExtensionSlug) -> [Extra] {
        for group in groups where group.slug == slug { return group.members }
        return []
    }

    /// One member of one vocabulary.
    public func value(of key: StaticString, in slug: ExtensionSlug) -> JSONValue? {
        for group in groups where group.slug == slug {
            for member in group.members where member.key == key { return member.value }
        }
        return nil
    }

    /// These members with others added; of two of one name the other holds.
    public func replaced(by others: Extras) -> Extras {
        if others.isEmpty { return self }
        if isEmpty { return others }
        var result = Extras()
        for group in groups {
            for member in group.members
            where !others.members(of: group.slug).contains(where: { $0.key == member.key }) {
                result.append(member, to: group.slug)
            }
        }
        result.merge(others)
        return result
    }

    public mutating func merge(_ other: Extras) {
        for group in other.groups {
            for member in group.members { append(member, to: group.slug) }
        }
    }
}
