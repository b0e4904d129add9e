internal import CALSA
internal import Glibc
internal import Synchronization

/// The sound devices that ALSA knows, and the time of the system's clock.
package struct ALSASystem: SoundSystem {
    /// Opening one device while another is opened is more than some plugins can take.
    private static let opening = Mutex(())

    /// Where devices are defined beside the system's own files; in tests only.
    private let configuration: String?

    /// Takes the devices of this machine.
    package init() {
        self.init(configuration: nil)
    }

    /// Takes the devices that a configuration of ALSA's defines, and only those.
    package init(configuration: String?) {
        self.configuration = configuration
        alsa_be_quiet()
    }

    /// The time that goes on while the machine sleeps.
    package var now: ContinuousClock.Instant { .now }

    /// Opens a device for capture and starts it.
    package func open(_ device: String) throws(PCMFault) -> any PCM {
        try Self.opening.withLock { _ throws(PCMFault) in
            unsafe try ALSAHandle(takingOwnership: openDevice(device, SND_PCM_STREAM_CAPTURE))
        }
    }

    /// Opens a device for playback.
    package func openForPlayback(_ device: String) throws(PCMFault) -> any PlaybackPCM {
        try Self.opening.withLock { _ throws(PCMFault) in
            unsafe try ALSAPlaybackHandle(takingOwnership: openDevice(device, SND_PCM_STREAM_PLAYBACK))
        }
    }

    /// Opens a device for capture, does something with it that is soon done, and closes it.
    func withDevice<Value>(
        _ device: String,
        _ work: (OpaquePointer) throws(PCMFault) -> Value
    ) throws(PCMFault) -> Value {
        try Self.opening.withLock { _ throws(PCMFault) in
            let pcm = unsafe try openDevice(device, SND_PCM_STREAM_CAPTURE)
            defer { unsafe snd_pcm_close(pcm) }
            return unsafe try work(pcm)
        }
    }

    private func openDevice(_ device: String, _ stream: snd_pcm_stream_t) throws(PCMFault) -> OpaquePointer {
        var pcm: OpaquePointer?
        let code = unsafe openDevice(device, stream, &pcm)
        guard code >= 0, let pcm = unsafe pcm else { throw PCMFault(-code, while: .opening) }
        guard unsafe snd_pcm_type(pcm) != SND_PCM_TYPE_NULL else {
            // It gives rubbish, as fast as it is read, and what is played to it nobody hears.
            unsafe snd_pcm_close(pcm)
            throw PCMFault(EINVAL, while: .opening)
        }
        return unsafe pcm
    }

    private func openDevice(_ device: String, _ stream: snd_pcm_stream_t, _ pcm: inout OpaquePointer?) -> Int32 {
        guard let configuration else {
            return unsafe snd_pcm_open(&pcm, device, stream, SND_PCM_NONBLOCK)
        }
        var tree: OpaquePointer?
        var input: OpaquePointer?
        guard unsafe snd_config_top(&tree) >= 0, unsafe snd_input_stdio_open(&input, configuration, "r") >= 0 else {
            return -ENOENT
        }
        defer {
            unsafe snd_input_close(input)
            unsafe snd_config_delete(tree)
        }
        let code = unsafe snd_config_load(tree, input)
        guard code >= 0 else { return code }
        return unsafe snd_pcm_open_lconf(&pcm, device, stream, SND_PCM_NONBLOCK, tree)
    }

    /// Whether it is worth trying to open a device.
    ///
    /// To try it costs more than it seems: plugins keep descriptors when they fail.
    package func mayBeThere(_ device: String) -> Bool {
        guard let card = ALSADeviceName(device).card else { return true }
        return unsafe snd_card_get_index(card) >= 0
    }

    /// Lets some time go by.
    package func pause(for time: Duration, orUntil stop: StopSignalHandle) {
        stop.wait(upTo: time)
    }

    /// Which programs hold a card's devices.
    package func holders(of device: String, for direction: SoundDirection) -> [DeviceHolder] {
        let search = DeviceHolderSearch(direction: direction)
        let name = ALSADeviceName(device)
        guard let card = name.card else {
            // A name such as `default` may stand for any card.
            return ALSACards.numbers.flatMap { search.holders(card: $0, device: nil) }
        }
        let number = unsafe snd_card_get_index(card)
        return number >= 0 ? search.holders(card: Int(number), device: name.device) : []
    }
}

/// The parts of a device's name, such as `plughw:CARD=Yeti,DEV=0` or `hw:0,0`.
struct ALSADeviceName {
    /// The card's id or number; `nil` when the name does not tell.
    let card: String?
    /// The device's number on the card.
    let device: Int?

    init(_ name: String) {
        guard let colon = name.firstIndex(of: ":") else {
            card = nil
            device = nil
            return
        }
        let parts = name[name.index(after: colon)...].split(separator: ",", omittingEmptySubsequences: false)
        let isHardware = name[..<colon].hasSuffix("hw")
        func value(_ key: String, at index: Int) -> String? {
            for part in parts where part.hasPrefix("\(key)=") { return String(part.dropFirst(key.count + 1)) }
            return isHardware && parts.indices.contains(index) && !parts[index].contains("=")
                ? String(parts[index]) : nil
        }
        card = value("CARD", at: 0)
        device = value("DEV", at: 1).flatMap(Int.init)
    }
}

/// The sound cards of this machine.
enum ALSACards {
    /// Their numbers, which change when they come and go.
    static var numbers: [Int] {
        var numbers: [Int] = []
        var card: Int32 = -1
        while unsafe snd_card_next(&card) >= 0, card >= 0 { numbers.append(Int(card)) }
        return numbers
    }
}
