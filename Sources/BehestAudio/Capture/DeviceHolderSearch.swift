internal import FoundationEssentials

/// Finds out which programs hold a sound card, from what the kernel shows.
struct DeviceHolderSearch {
    /// Where the kernel shows it; another folder in tests.
    var proc = "/proc"
    /// Which of the card's devices are meant.
    var direction = SoundDirection.capture

    /// The letter that ends the kernel's names of such devices.
    private var letter: String { direction == .capture ? "c" : "p" }

    /// Who holds a card's devices.
    ///
    /// ALSA names the process that opened a device; where it does not, those of the processes that may be looked at are
    /// searched for the open device.
    ///
    /// - Parameters:
    ///   - card: the card's number.
    ///   - device: the number of the device on it; `nil` for any.
    /// - Returns: the programs, each once, by their process.
    func holders(card: Int, device: Int?) -> [DeviceHolder] {
        let named = owners(card: card, device: device)
        let processes = named.isEmpty ? openers(card: card, device: device) : named
        return Set(processes).sorted().map { DeviceHolder(program: program($0), process: $0) }
    }

    /// From `/proc/asound/card0/pcm0c/sub0/status`, which has a line `owner_pid   : 4242` while it is open.
    private func owners(card: Int, device: Int?) -> [Int] {
        let folder = "\(proc)/asound/card\(card)"
        return entries(folder).filter { isMeant($0, device) }.flatMap { name in
            entries("\(folder)/\(name)").filter { $0.hasPrefix("sub") }.compactMap { sub in
                text("\(folder)/\(name)/\(sub)/status").split(separator: "\n")
                    .first { $0.hasPrefix("owner_pid") }
                    .flatMap { line in line.split(separator: ":").last.flatMap { Int($0.filter(\.isNumber)) } }
            }
        }
    }

    /// From the links `/proc/4242/fd/7` to `/dev/snd/pcmC0D0c`.
    private func openers(card: Int, device: Int?) -> [Int] {
        entries(proc).compactMap(Int.init).filter { process in
            let folder = "\(proc)/\(process)/fd"
            return entries(folder).contains { name in
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")
                guard let target, target.hasPrefix("/dev/snd/pcmC\(card)D"), target.hasSuffix(letter) else {
                    return false
                }
                return device.map { target == "/dev/snd/pcmC\(card)D\($0)\(letter)" } ?? true
            }
        }
    }

    /// Whether a folder such as `pcm0c` is that of a device that is meant.
    private func isMeant(_ name: String, _ device: Int?) -> Bool {
        guard name.hasPrefix("pcm"), name.hasSuffix(letter) else { return false }
        return device.map { name == "pcm\($0)\(letter)" } ?? true
    }

    private func program(_ process: Int) -> String {
        let name = text("\(proc)/\(process)/comm").split(separator: "\n").first
        return name.map(String.init) ?? "a program"
    }

    private func entries(_ folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    private func text(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
