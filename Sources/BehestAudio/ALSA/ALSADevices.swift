internal import CALSA
internal import Glibc

/// Finds what could be listened to: what ALSA's configuration names, and the sound cards.
struct ALSADevices {
    /// The names that stand for how sound is treated rather than for a microphone, or for one that is listed already.
    private static let passedOver: Set<String> = [
        "null", "samplerate", "speexrate", "lavrate", "upmix", "vdownmix", "speex", "jack", "oss", "hw", "plughw",
        "plug",
        "sysdefault", "front", "dsnoop", "dmix", "usbstream", "iec958", "spdif", "a52",
    ]

    private let system = ALSASystem()

    /// The devices, the default first.
    func all() -> [InputDevice] {
        var found: [(id: String, name: String)] = hints() + cards()
        if let index = found.firstIndex(where: { $0.id == "default" }) {
            found.insert(found.remove(at: index), at: 0)
        } else {
            found.insert(("default", "Default device"), at: 0)
        }
        return found.compactMap { id, name in
            let state = state(of: id)
            // A default that leads nowhere is no device; on a machine without sound it is all there is.
            if id == "default", case .unusable(let error) = state, error.code == .missingDevice { return nil }
            return InputDevice(id: id, name: name, state: state)
        }
    }

    /// What the configuration names for capture and gives a description.
    private func hints() -> [(String, String)] {
        var hints: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        guard unsafe snd_device_name_hint(-1, "pcm", &hints) >= 0, let list = unsafe hints else { return [] }
        defer { unsafe snd_device_name_free_hint(list) }
        var found: [(String, String)] = []
        var index = 0
        while let hint = unsafe list[index] {
            index += 1
            guard
                let name = unsafe text(hint, "NAME"), unsafe text(hint, "IOID") ?? "Input" == "Input",
                let kind = name.split(separator: ":").first, !Self.passedOver.contains(String(kind))
            else { continue }
            let description = unsafe text(hint, "DESC") ?? name
            found.append((name, description.split(separator: "\n").joined(separator: ", ")))
        }
        return found
    }

    private func text(_ hint: UnsafeMutableRawPointer, _ key: String) -> String? {
        guard let text = unsafe snd_device_name_get_hint(hint, key) else { return nil }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    /// The capture devices of the sound cards, by the cards' ids.
    private func cards() -> [(String, String)] {
        ALSACards.numbers.flatMap { number -> [(String, String)] in
            var control: OpaquePointer?
            guard unsafe snd_ctl_open(&control, "hw:\(number)", 0) >= 0, let control = unsafe control else { return [] }
            defer { unsafe snd_ctl_close(control) }
            var info: OpaquePointer?
            guard
                unsafe snd_ctl_card_info_malloc(&info) >= 0, let card = unsafe info,
                unsafe snd_ctl_card_info(control, card) >= 0
            else { return [] }
            defer { unsafe snd_ctl_card_info_free(card) }
            let id = unsafe String(cString: snd_ctl_card_info_get_id(card))
            let name = unsafe String(cString: snd_ctl_card_info_get_name(card))
            return unsafe captureDevices(control).map { device, title in
                ("plughw:CARD=\(id),DEV=\(device)", title.isEmpty || title == name ? name : "\(name), \(title)")
            }
        }
    }

    /// The numbers and names of a card's capture devices.
    private func captureDevices(_ control: OpaquePointer) -> [(Int32, String)] {
        var info: OpaquePointer?
        guard unsafe snd_pcm_info_malloc(&info) >= 0, let info = unsafe info else { return [] }
        defer { unsafe snd_pcm_info_free(info) }
        var found: [(Int32, String)] = []
        var device: Int32 = -1
        while unsafe snd_ctl_pcm_next_device(control, &device) >= 0, device >= 0 {
            unsafe snd_pcm_info_set_device(info, UInt32(device))
            unsafe snd_pcm_info_set_subdevice(info, 0)
            unsafe snd_pcm_info_set_stream(info, SND_PCM_STREAM_CAPTURE)
            guard unsafe snd_ctl_pcm_info(control, info) >= 0 else { continue }
            found.append((device, unsafe String(cString: snd_pcm_info_get_name(info))))
        }
        return found
    }

    private func state(of id: String) -> InputDevice.State {
        do throws(PCMFault) {
            return .usable(try system.abilities(of: id))
        } catch {
            let problem = DeviceProblem(device: id, direction: .capture, fault: error) {
                system.holders(of: id, for: .capture)
            }
            return .unusable(problem.error)
        }
    }
}

extension ALSASystem {
    /// Opens a device for a moment to see what it gives.
    func abilities(of device: String) throws(PCMFault) -> InputDevice.Abilities {
        unsafe try withDevice(device) { pcm throws(PCMFault) in
            unsafe try ALSANegotiation(pcm: pcm).abilities()
        }
    }
}
