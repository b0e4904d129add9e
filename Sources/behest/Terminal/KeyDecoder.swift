/// Tells keys apart in the bytes that a terminal sends.
///
/// What is no key of a person's finger on one character gives nothing: arrow and function keys, keys with Alt, answers of the
/// terminal, and whatever is pasted, which could else agree to something.
struct KeyDecoder {
    /// What was pressed.
    enum Key: Sendable, Hashable {
        /// The escape key alone.
        case escape
        /// A character of ASCII, as typed; the enter key is a line feed.
        case character(Character)
    }

    private enum State: Hashable {
        case ground
        /// After an escape, which may be the key alone.
        case escape
        /// In `ESC [ …`, with what came so far.
        case sequence([UInt8])
        /// Before the one character that ends it, such as in `ESC O A`.
        case lastOfSequence
        /// In a string to its end, such as a title.
        case string
        /// In a string, after an escape.
        case stringEscape
        /// In what is pasted, with as much of its end as came.
        case paste([UInt8])
    }

    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    private var state = State.ground

    /// Whether the time decides what it is that was pressed: nothing more comes after the escape key.
    var isPending: Bool {
        switch state {
        case .ground, .paste: false
        case .escape, .sequence, .lastOfSequence, .string, .stringEscape: true
        }
    }

    /// Takes some bytes.
    ///
    /// - Returns: the keys in them.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [Key] { bytes.flatMap { take($0) } }

    /// Nothing more has come for a while.
    ///
    /// - Returns: the escape key, if that is what it was.
    mutating func takePause() -> [Key] {
        guard isPending else { return [] }
        defer { state = .ground }
        return state == .escape ? [.escape] : []
    }

    private mutating func take(_ byte: UInt8) -> [Key] {
        switch state {
        case .ground: return takeFromGround(byte)
        case .escape: return takeAfterEscape(byte)
        case .sequence(let earlier):
            // Old consoles send `ESC [ [ A`.
            let isFinal = (0x40...0x7E).contains(byte) && !(earlier.isEmpty && byte == 0x5B)
            if byte == 0x1B {
                state = .escape
            } else if !isFinal {
                state = .sequence(earlier + [byte])
            } else {
                state = earlier + [byte] == Array("200~".utf8) ? .paste([]) : .ground
            }
        case .lastOfSequence: state = .ground
        case .string: state = byte == 0x07 ? .ground : byte == 0x1B ? .stringEscape : .string
        case .stringEscape: state = byte == 0x5C ? .ground : .string
        case .paste(let earlier):
            let end = Array((earlier + [byte]).suffix(Self.pasteEnd.count))
            state = end == Self.pasteEnd ? .ground : .paste(end)
        }
        return []
    }

    private mutating func takeFromGround(_ byte: UInt8) -> [Key] {
        switch byte {
        case 0x1B:
            state = .escape
            return []
        case 0x0D: return [.character("\n")]
        case 0x80...: return []
        default: return [.character(Character(Unicode.Scalar(byte)))]
        }
    }

    private mutating func takeAfterEscape(_ byte: UInt8) -> [Key] {
        switch byte {
        case 0x1B: return [.escape]
        case 0x5B: state = .sequence([])
        // `ESC O`, and `ESC N` of old keyboards.
        case 0x4E, 0x4F: state = .lastOfSequence
        case 0x50, 0x58, 0x5D, 0x5E, 0x5F: state = .string
        default: state = .ground
        }
        return []
    }
}
