internal import BehestAudio
internal import Glibc

/// The keyboards that are open, on the thread that waits for them.
struct KeyboardLoop {
    private struct Keyboard {
        var path: String
        var descriptor: Int32
        var decoder = KeyEventDecoder()
    }

    private let key: KeyName
    private let folder: String
    private let tell: (KeyWatch.Event) -> Void
    private var keyboards: [Keyboard] = []
    /// The keyboards on which the key is down.
    private var down: Set<String> = []
    /// What was told last of whether there is something to watch.
    private var told: KeyWatch.Event?

    init(key: KeyName, folder: String, tell: @escaping (KeyWatch.Event) -> Void) {
        self.key = key
        self.folder = folder
        self.tell = tell
    }

    /// Looks for keyboards, and waits for what they tell.
    mutating func step(upTo pause: Duration, orUntil stop: StopSignalHandle) {
        look()
        let end = ContinuousClock.now + pause
        var left = pause
        repeat {
            wait(upTo: left, orUntil: stop)
            left = end - .now
        } while left > .zero && !stop.isRaised
        if stop.isRaised { for keyboard in keyboards { close(keyboard.descriptor) } }
    }

    // MARK: - Finding

    private mutating func look() {
        var denied = 0
        for name in names() where !keyboards.contains(where: { $0.path == folder + "/" + name }) {
            let path = folder + "/" + name
            let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else {
                if errno == EACCES || errno == EPERM { denied += 1 }
                continue
            }
            guard hasKey(descriptor) else {
                close(descriptor)
                continue
            }
            keyboards.append(Keyboard(path: path, descriptor: descriptor))
        }
        report(denied: denied)
    }

    private func names() -> [String] {
        guard let directory = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix("event") { names.append(name) }
        }
        return names.sorted()
    }

    private mutating func report(denied: Int) {
        let event: KeyWatch.Event
        if !keyboards.isEmpty {
            event = .isWatching(true, "Hold \(key) to talk.")
        } else if denied > 0 {
            event = .isWatching(
                false,
                "The key \(key) cannot be watched, as your user may not read the keyboards: run 'sudo usermod -aG input $USER' and "
                    + "log in again, or bind 'behest ptt' to a shortcut of your desktop."
            )
        } else {
            event = .isWatching(false, "There is no keyboard with the key \(key) here; 'behest ptt' works without one.")
        }
        guard event != told else { return }
        told = event
        tell(event)
    }

    /// What the kernel calls `EVIOCGBIT(EV_KEY, 96)`, and the bytes that it fills: a bit for each key.
    private static let keyBitsLength = 96
    private static let keyBitsRequest = UInt(2) << 30 | UInt(keyBitsLength) << 16 | UInt(UInt8(ascii: "E")) << 8 | 0x21

    /// Whether a device has the key; one that cannot be asked may have it.
    private func hasKey(_ descriptor: Int32) -> Bool {
        var bits = [UInt8](repeating: 0, count: Self.keyBitsLength)
        guard unsafe ioctl(descriptor, Self.keyBitsRequest, &bits) >= 0 else { return true }
        return bits[Int(key.code) / 8] & 1 << (key.code % 8) != 0
    }

    // MARK: - Reading

    private mutating func wait(upTo limit: Duration, orUntil stop: StopSignalHandle) {
        var descriptors = [pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)]
        descriptors += keyboards.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        let milliseconds = Int32(min(60_000, (limit / .milliseconds(1)).rounded(.up)))
        guard unsafe poll(&descriptors, UInt(descriptors.count), milliseconds) > 0 else { return }
        var gone: Set<String> = []
        for (index, entry) in descriptors.dropFirst().enumerated() where entry.revents != 0 {
            if !read(index) { gone.insert(keyboards[index].path) }
        }
        for keyboard in keyboards where gone.contains(keyboard.path) {
            close(keyboard.descriptor)
            // Its release will not come any more.
            change(keyboard.path, isDown: false)
        }
        keyboards.removeAll { gone.contains($0.path) }
    }

    /// Reads what a keyboard tells; returns whether it is still there.
    private mutating func read(_ index: Int) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 64 * KeyEventDecoder.length)
        let count = unsafe Glibc.read(keyboards[index].descriptor, &bytes, bytes.count)
        guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
        for event in keyboards[index].decoder.take(bytes.prefix(count)) where event.code == key.code {
            if event.change != .repeated { change(keyboards[index].path, isDown: event.change == .pressed) }
        }
        return true
    }

    private mutating func change(_ path: String, isDown: Bool) {
        let wasDown = !down.isEmpty
        if isDown { down.insert(path) } else { down.remove(path) }
        guard down.isEmpty == wasDown else { return }
        tell(isDown ? .pressed : .released)
    }
}
