internal import Glibc

extension [UInt8] {
    /// Where a text begins in it, at a place or after it.
    ///
    /// - Parameters:
    ///   - text: what is looked for; not empty.
    ///   - start: the first place that counts.
    /// - Returns: the first such place.
    func place(of text: [UInt8], from start: Int) -> Int? {
        unsafe withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            var place = start
            while place + text.count <= bytes.count {
                // By the system's own search, since uploads are long.
                let room = bytes.count - text.count + 1 - place
                guard let found = unsafe memchr(base + place, Int32(text[0]), room) else { return nil }
                place = unsafe base.distance(to: UnsafeRawPointer(found))
                if unsafe bytes[place..<place + text.count].elementsEqual(text) { return place }
                place += 1
            }
            return nil
        }
    }
}
