/// A piece of a sentence template with its place in the template's text.
package struct TemplatePart: Sendable, Hashable {
    /// What the piece is.
    package indirect enum Kind: Sendable, Hashable {
        /// Words, as written, without escapes.
        case text(String)
        /// Pieces one after the other.
        case sequence([TemplatePart])
        /// One of several pieces: `(a|b)`.
        case alternatives([TemplatePart])
        /// A piece that may be left out: `[a]`.
        case optional(TemplatePart)
        /// All of several pieces, in any order: `(a;b)`.
        case permutation([TemplatePart])
        /// A value of a list: `{list}` or `{list:slot}`.
        case list(ListReference)
        /// The body of a rule: `<rule>`.
        case rule(String)
    }

    /// What the piece is.
    package var kind: Kind

    /// Where it stands in the template's text, in UTF-8 bytes.
    package var bytes: Range<Int>

    /// Makes a piece.
    package init(kind: Kind, bytes: Range<Int>) {
        self.kind = kind
        self.bytes = bytes
    }
}

/// A place in a template where a value of a list is said.
package struct ListReference: Sendable, Hashable {
    /// Where the values come from.
    package enum Source: Sendable, Hashable {
        /// A list of the pack.
        case named(String)
        /// The numbers written in place: `{0..100,10:slot}`.
        case range(NumberRange)
    }

    /// Where the values come from.
    package var source: Source

    /// The slot that takes the value; `nil` if the value is only captured for a response (`{list:@name}`).
    package var slot: String?

    /// Makes a reference.
    package init(source: Source, slot: String?) {
        self.source = source
        self.slot = slot
    }
}
