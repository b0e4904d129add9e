/// Something that happens to a key.
struct KeyEvent: Sendable, Hashable {
    /// What happens.
    enum Change: Int32, Sendable {
        case released
        case pressed
        /// It is still down, and the kernel repeats it.
        case repeated
    }

    /// The kernel's number of the key.
    var code: UInt16
    var change: Change
}

/// Reads the kernel's `struct input_event`s; what is not about keys is passed over.
struct KeyEventDecoder: Sendable {
    /// Two words of time, the type, the code and the value, on a machine of 64 bits.
    static let length = 24

    private static let keyType: UInt16 = 1

    /// The beginning of an event whose end has not come yet.
    private var rest: [UInt8] = []

    /// Takes what was read.
    ///
    /// - Returns: what happened to keys, in order.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [KeyEvent] {
        rest += bytes
        var events: [KeyEvent] = []
        while rest.count >= Self.length {
            let event = rest.prefix(Self.length).suffix(8)
            func number(_ offset: Int, _ count: Int) -> UInt32 {
                let bytes = event.dropFirst(offset).prefix(count)
                return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
            }
            if number(0, 2) == Self.keyType, let change = KeyEvent.Change(rawValue: Int32(bitPattern: number(4, 4))) {
                events.append(KeyEvent(code: UInt16(number(2, 2)), change: change))
            }
            rest.removeFirst(Self.length)
        }
        return events
    }
}
