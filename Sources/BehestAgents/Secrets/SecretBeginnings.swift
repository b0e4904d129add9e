/// The first two bytes of what may be secret: where none stand, nothing begins.
struct SecretBeginnings: Sendable {
    private var pairs = [Bool](repeating: false, count: 65_536)
    private var firsts = [Bool](repeating: false, count: 256)

    init(of phrases: [[UInt8]]) {
        for phrase in phrases where phrase.count > 1 {
            firsts[Int(phrase[0])] = true
            pairs[Int(phrase[0]) << 8 | Int(phrase[1])] = true
        }
    }

    /// Where something may begin, or the end.
    func first(in bytes: [UInt8], from start: Int) -> Int {
        let last = bytes.count - 1
        let stop = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe pairs.withUnsafeBufferPointer { pairs in
                var next = start
                while next < last, unsafe !pairs[Int(bytes[next]) << 8 | Int(bytes[next + 1])] { next += 1 }
                return next
            }
        }
        return stop == last && !firsts[Int(bytes[last])] ? bytes.count : stop
    }
}
