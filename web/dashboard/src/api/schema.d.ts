// Made by `npm run types:dashboard`. Do not edit.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptInvitationRequest: {
            name: string;
            password: string;
        };
        AccountRef: {
            id: string;
            name: string;
        };
        AccountTakes: {
            /** @description By kind: image, audio, video, and file for what goes as a document, which any of the others may. */
            media: {
                [key: string]: components["schemas"]["ChannelMedia"];
            };
        };
        AnswerBellTestRequest: {
            heard: boolean;
        };
        AnswerCheck: {
            /** @description Why not, as a stable word. */
            because?: string;
            ok: boolean;
            /** Format: int64 */
            took_ms: number;
        };
        AnswerHealth: {
            /** @description Why it did not, as a stable word. */
            because?: string;
            /**
             * Format: date-time
             * @description When it last did not.
             */
            fault_at?: string;
            /** @description It is being asked; false for a while after it did not answer several times. */
            up: boolean;
            /**
             * Format: date-time
             * @description When it last answered.
             */
            well_at?: string;
        };
        AnsweringChange: {
            bot?: components["schemas"]["BotWish"];
            /** @enum {string} */
            by?: "" | "builtin" | "model" | "bot";
            /** Format: int64 */
            day_calls?: number;
            /** Format: int64 */
            day_tokens?: number;
            /** Format: int64 */
            guest_calls?: number;
            /** @enum {string} */
            help?: "" | "on" | "off";
            /** @description Of the settings that the change was made from. Without one the last to save wins. */
            version?: string;
        } & {
            [key: string]: unknown;
        };
        AnsweringSettings: {
            bot: components["schemas"]["BotSettings"];
            /** @description Read only. */
            bot_health: components["schemas"]["AnswerHealth"];
            /**
             * @description Empty: the language model where the installation has one, else the built-in assistant.
             * @enum {string}
             */
            by: "" | "builtin" | "model" | "bot";
            /**
             * Format: int64
             * @description Calls of the property on a day.
             */
            day_calls: number;
            /**
             * Format: int64
             * @description Tokens that they may use together.
             */
            day_tokens: number;
            /**
             * Format: int64
             * @description Calls for one guest on a day; beyond it the built-in assistant answers.
             */
            guest_calls: number;
            /**
             * @description Whether the language model translates and sums up for agents. Empty: where it answers guests.
             * @enum {string}
             */
            help: "" | "on" | "off";
            /** @description The model helps agents now: it is there, and help allows it. Read only. */
            helps: boolean;
            /** @description The installation's language model; empty where it has none. Read only. */
            model: string;
            /** @description Read only. */
            model_health: components["schemas"]["AnswerHealth"];
            /** @description Where it is. Read only. */
            model_host: string;
            /** @description It is being asked; false for a while after it did not answer. Read only. */
            model_up: boolean;
            /** @description What the property has used on its day so far; read only. */
            today: components["schemas"]["AnswersUsed"];
            /** @description What was read. Sent back with a change it is refused (409, reason settings_changed, by and ms) where somebody has changed these settings since. */
            version: string;
        };
        AnswersUsed: {
            /** Format: int64 */
            calls: number;
            /** Format: int64 */
            tokens: number;
        };
        Arrivals: {
            arrivals: components["schemas"]["FailedArrival"][];
        };
        Ask: {
            /** Format: date-time */
            at: string;
            conversation_id: string;
            text: string;
            /** @enum {string} */
            why: "cannot_help" | "suggestion_unused" | "not_asked";
        };
        AskedLine: {
            /** @enum {string} */
            answered: "agent" | "assistant" | "not_helped" | "open";
            /** Format: int64 */
            seq: number;
            text: string;
        };
        Assistant: {
            /** @description Where guests book (https). {checkin}, {checkout}, {nights}, {adults}, {children}, {guests}, {rooms} and {language} are filled in where the guest named them; a value that is not known is left out with its name. Dates may be written otherwise: {checkin:DD/MM/YYYY}. */
            booking_link: string;
            /** @description What guests read above its answers; empty is ours, in their language. */
            name: string;
            /**
             * Format: int64
             * @description Before each answer, as a person would take.
             */
            pause_ms: number;
        };
        Author: {
            /** @description The person's id; for staff only. */
            id?: string;
            /**
             * @description Who wrote it.
             * @enum {string}
             */
            kind: "guest" | "assistant" | "agent" | "system";
            /** @description The name that guests read. */
            name?: string;
        };
        BellCheck: {
            devices: components["schemas"]["CheckDevice"][];
            /** @enum {string} */
            duty: "online" | "away" | "dnd";
            /** @description A guest's request would ring this person now. */
            eligible: boolean;
            /** @description The address is one at which browsers allow notifications and push. */
            secure: boolean;
            /** Format: date-time */
            until?: string;
            /** @description away, dnd, sound, device, role */
            why_not: string[];
        };
        BellDrill: {
            /** Format: date-time */
            at: string;
            /** @description False while devices may still confirm. */
            done: boolean;
            /**
             * Format: date-time
             * @description The opening that it was held for; its own time where somebody ordered it.
             */
            interval_at: string;
            property_id: string;
            silent: components["schemas"]["SilentPerson"][];
            /**
             * Format: int64
             * @description People on duty then; 0 is nobody.
             */
            tested: number;
        };
        BellPerson: {
            /**
             * Format: date-time
             * @description When a device of theirs last proved itself.
             */
            checked_at?: string;
            /** @enum {string} */
            duty: "online" | "away" | "dnd";
            /** Format: int64 */
            held: number;
            id: string;
            /** @description Nobody has touched their screens for a while: a mark, and no bar to ringing. */
            idle: boolean;
            /**
             * Format: int64
             * @description 0 is no limit.
             */
            limit: number;
            name: string;
            /** @enum {string} */
            reach: "screen" | "phone" | "none";
            /** @enum {string} */
            role: "agent" | "knowledge_manager" | "admin" | "operator";
            /** Format: date-time */
            until?: string;
            /** @description away, dnd, limit, sound, device */
            why_not: string[];
            would_ring: boolean;
        };
        BellWho: {
            /** @description Properties at which guests may ask for a person now, and a ring would reach nobody. */
            deserted: string[];
            drills: components["schemas"]["BellDrill"][];
            people: components["schemas"]["BellPerson"][];
        };
        "BodyStruct { Passages ListSourcePassage \"json:\\\"passages\\\"\" }Body": {
            passages: components["schemas"]["SourcePassage"][];
        };
        "BodyStruct { Proposed int \"json:\\\"proposed\\\"\" }Body": {
            /** Format: int64 */
            proposed: number;
        };
        "BodyStruct { Sources ListKnowledgeSource \"json:\\\"sources\\\"\" }Body": {
            sources: components["schemas"]["KnowledgeSource"][];
        };
        Booking: {
            /** Format: date */
            arrival: string;
            cancelled: boolean;
            /** Format: date */
            departure: string;
            email?: string;
            /** @description The number in small letters and digits: how the paths name it. Read only. */
            key: string;
            number: string;
            /** Format: int64 */
            persons?: number;
            phone?: string;
            room?: string;
            surname: string;
            /**
             * Format: date-time
             * @description Read only.
             */
            updated_at: string;
        };
        BookingImport: {
            /** Format: int64 */
            added: number;
            /** @description The first 200 of them. */
            broken: components["schemas"]["BrokenRow"][];
            /** Format: int64 */
            broken_rows: number;
            /** Format: int64 */
            changed: number;
            /**
             * Format: int64
             * @description Bookings that can be read.
             */
            rows: number;
            /** Format: int64 */
            same: number;
            /** @description False where rows are broken and the rest was not asked for: nothing was taken in. */
            taken: boolean;
        };
        BookingLink: {
            /** Format: date-time */
            expires: string;
            /** @description For the property's website: ?booking=TOKEN on a page with the chat. */
            token: string;
            /** @description The property's own chat page. */
            url: string;
        };
        BookingPage: {
            bookings: components["schemas"]["Booking"][];
            /** @description Of the next page; absent on the last. */
            cursor?: string;
        };
        BookingProof: {
            /** Format: date-time */
            until: string;
        };
        BookingSecret: {
            /** @description Signs links, or what the property's own system brings (docs/bookings.md). It is shown this once; what the one before it signed counts no more. */
            secret: string;
        };
        BookingSettings: {
            /** @description There is a secret that signs what it brings. Read only. */
            can_push: boolean;
            /** @description Links can be signed. Read only. */
            has_secret: boolean;
            /**
             * Format: int64
             * @description For how many days after the departure a booking is kept.
             */
            keep_days: number;
            /** @description Where the property's own system brings bookings (docs/bookings.md). Read only. */
            push_url: string;
            /** @description What was read. Sent back with a change it is refused (409, reason settings_changed, by and ms) where somebody has changed these settings since. */
            version: string;
        };
        BookingWish: {
            /** @description 2026-12-31 */
            arrival: string;
            cancelled?: boolean;
            /** @description 2027-01-02 */
            departure: string;
            email?: string;
            /** @description As the guest was told it. Left out it is the path's. */
            number?: string;
            /** Format: int64 */
            persons?: number;
            phone?: string;
            room?: string;
            surname: string;
        };
        BotSecret: {
            /** @description As Standard Webhooks has it (whsec_…). It is not shown again. */
            secret: string;
        };
        BotSettings: {
            /** @description Its requests can be signed; read only. */
            has_secret: boolean;
            /** @description Websites to which its links may lead, beside the property's own. */
            hosts: string[];
            url: string;
        };
        BotWish: {
            hosts?: string[];
            url?: string;
        } & {
            [key: string]: unknown;
        };
        BrokenRow: {
            reason: string;
            /** Format: int64 */
            row: number;
        };
        CallablePerson: {
            id: string;
            name: string;
        };
        Caller: {
            id?: string;
            name?: string;
        };
        CannotNowRequest: {
            request_id: string;
        };
        Card: {
            account?: components["schemas"]["AccountRef"];
            /** @enum {string} */
            agent_gone?: "reconnecting" | "lost" | "past_reminder";
            /**
             * @description Why a person should look, until one has answered.
             * @enum {string}
             */
            attention?: "opportunity" | "angry" | "repeated" | "unanswered" | "unhappy";
            can?: string[];
            /** @description False where the account is only watched. */
            can_answer?: boolean;
            channel: string;
            controller: components["schemas"]["Controller"];
            /** Format: int64 */
            epoch: number;
            /**
             * @description How the guest sounds.
             * @enum {string}
             */
            feeling?: "pleased" | "unhappy" | "angry";
            /**
             * @description Where it stands on the wall.
             * @enum {string}
             */
            group?: "live" | "waiting" | "with_agent";
            guest: components["schemas"]["Guest"];
            /** Format: date-time */
            guest_at?: string;
            id: string;
            language?: string;
            last?: components["schemas"]["Line"][];
            /** Format: date-time */
            last_at: string;
            /** Format: int64 */
            last_seq: number;
            /** @description How long a text may be; a longer one goes out in several. */
            limit?: components["schemas"]["TextLimit"];
            live: boolean;
            offer?: components["schemas"]["CardOffer"];
            page?: components["schemas"]["Page"];
            property_id: string;
            request?: components["schemas"]["Request"];
            /** Format: date-time */
            started_at: string;
            /** @enum {string} */
            status: "open" | "resolved";
            test?: boolean;
            thread?: components["schemas"]["Thread"];
            /**
             * @description What it is about, as far as that is known; it only ever changes to another.
             * @enum {string}
             */
            topic?: "arrival" | "rooms" | "food" | "leisure" | "families" | "way" | "services" | "money" | "rules";
            unanswered: boolean;
            /** @enum {string} */
            unanswered_kind?: "none" | "no_answer" | "wish";
            /** Format: date-time */
            unanswered_since?: string;
            /** Format: int64 */
            unread?: number;
            viewers?: components["schemas"]["Viewer"][];
            window?: components["schemas"]["Window"];
        };
        CardDetail: {
            account?: components["schemas"]["AccountRef"];
            /** @enum {string} */
            agent_gone?: "reconnecting" | "lost" | "past_reminder";
            /**
             * @description Why a person should look, until one has answered.
             * @enum {string}
             */
            attention?: "opportunity" | "angry" | "repeated" | "unanswered" | "unhappy";
            can?: string[];
            /** @description False where the account is only watched. */
            can_answer?: boolean;
            channel: string;
            contact: components["schemas"]["Contact"];
            controller: components["schemas"]["Controller"];
            /** Format: int64 */
            epoch: number;
            /**
             * @description How the guest sounds.
             * @enum {string}
             */
            feeling?: "pleased" | "unhappy" | "angry";
            /**
             * @description Where it stands on the wall.
             * @enum {string}
             */
            group?: "live" | "waiting" | "with_agent";
            guest: components["schemas"]["Guest"];
            /** Format: date-time */
            guest_at?: string;
            id: string;
            language?: string;
            last?: components["schemas"]["Line"][];
            /** Format: date-time */
            last_at: string;
            /** Format: int64 */
            last_seq: number;
            /** @description How long a text may be; a longer one goes out in several. */
            limit?: components["schemas"]["TextLimit"];
            live: boolean;
            offer?: components["schemas"]["CardOffer"];
            page?: components["schemas"]["Page"];
            property_id: string;
            request?: components["schemas"]["Request"];
            /** Format: date-time */
            started_at: string;
            /** @enum {string} */
            status: "open" | "resolved";
            test?: boolean;
            thread?: components["schemas"]["Thread"];
            /**
             * @description What it is about, as far as that is known; it only ever changes to another.
             * @enum {string}
             */
            topic?: "arrival" | "rooms" | "food" | "leisure" | "families" | "way" | "services" | "money" | "rules";
            unanswered: boolean;
            /** @enum {string} */
            unanswered_kind?: "none" | "no_answer" | "wish";
            /** Format: date-time */
            unanswered_since?: string;
            /** Format: int64 */
            unread?: number;
            viewers?: components["schemas"]["Viewer"][];
            window?: components["schemas"]["Window"];
        };
        CardList: {
            conversations: components["schemas"]["Card"][];
            /** @description On the first page: over all of one's properties, whatever the filter. */
            counts?: components["schemas"]["Counts"];
            /** @description Asks for the next page; absent on the last. */
            cursor?: string;
        };
        CardOffer: {
            /** @enum {string} */
            state: "shown" | "used" | "dismissed";
        };
        ChainStep: {
            /**
             * Format: int64
             * @description After the request began to ring.
             */
            after_seconds: number;
            body?: string;
            emails?: string[];
            /** @description Values are kept secret: they are read back empty, and an empty one stays as it is. */
            headers?: {
                [key: string]: string;
            };
            /** @description people, request or email */
            kind: string;
            method?: string;
            /** @description Ids of people, off duty too. */
            people?: string[];
            /** @description Asked over HTTPS. {{text}} (a whole sentence), {{url}}, {{property}}, {{kind}}, {{language}}, {{channel}} and {{ring}} are filled in, in the body and in headers too. */
            url?: string;
        };
        ChainTest: {
            /** @description A sentence. It names neither the whole address nor a header's value. */
            detail: string;
            ok: boolean;
            /** @description Of a step of kind people: each of them, rung quietly on all of their devices. ok is that each heard it. */
            people?: components["schemas"]["TriedPerson"][];
            /**
             * Format: int64
             * @description The HTTP status that was answered.
             */
            status?: number;
        };
        ChangeContactRequest: {
            blocked?: boolean;
            email?: string;
            name?: string;
            notes?: string;
            phone?: string;
            /** @description You have seen the guest's booking: the assistant tells this guest what is for guests with a booking, for 30 days. */
            verified?: boolean;
        };
        ChangeMeRequest: {
            name?: string;
            preferences?: components["schemas"]["PreferenceChange"];
            public_name?: string;
        };
        ChangePasswordRequest: {
            current: string;
            new: string;
        };
        ChangePersonRequest: {
            active?: boolean;
            name?: string;
            properties?: string[];
            /** @enum {string} */
            role?: "agent" | "knowledge_manager" | "admin" | "operator";
        };
        ChannelAbilities: {
            /** @description Without it the account is only watched. */
            answers: boolean;
            billed: boolean;
            /** Format: int64 */
            caption_max?: number;
            delivered: boolean;
            /**
             * Format: int64
             * @description For how long a person may write.
             */
            human_window_hours?: number;
            /** @description What may be sent, by kind. */
            media?: {
                [key: string]: components["schemas"]["ChannelMedia"];
            };
            read: boolean;
            templates: boolean;
            /** Format: int64 */
            text_max?: number;
            /** @enum {string} */
            text_unit?: "characters" | "bytes";
            typing: boolean;
            /**
             * Format: int64
             * @description For how long after the guest's last message anything may be sent; absent is for ever.
             */
            window_hours?: number;
        };
        ChannelAccount: {
            app_id: string;
            callback?: string;
            capabilities: components["schemas"]["ChannelAbilities"];
            /** @enum {string} */
            channel: "messenger" | "instagram" | "whatsapp" | "api";
            /** Format: date-time */
            created_at: string;
            health: components["schemas"]["ChannelHealth"];
            human_agent: boolean;
            id: string;
            key: string;
            lamps: components["schemas"]["ChannelLamp"][];
            /** @description Where the channel bills messages. */
            month?: components["schemas"]["ChannelMonth"];
            name: string;
            parent?: string;
            /** @description Why nothing goes out, as a stable name; empty while it runs. */
            paused: string;
            property_id: string;
            /** @enum {string} */
            route?: "page" | "login";
            settings: components["schemas"]["ChannelAccountRule"];
        };
        ChannelAccountChange: {
            callback?: string;
            human_agent?: boolean;
            name?: string;
            paused?: boolean;
            settings?: components["schemas"]["ChannelAccountRule"];
            token?: string;
        };
        ChannelAccountRule: {
            currency?: string;
            /**
             * Format: int64
             * @description Billed lines a month; beyond them the assistant is silent. Absent is no limit.
             */
            line_cap?: number;
            /** Format: int64 */
            line_free?: number;
            /** Format: int64 */
            line_price?: number;
            /**
             * @description How a WhatsApp number came.
             * @enum {string}
             */
            mode?: "new" | "moved" | "both";
            /**
             * Format: int64
             * @description For how many hours nothing may arrive before that is unusual; absent is as the account usually is.
             */
            silent_after?: number;
        };
        ChannelApp: {
            /** Format: date-time */
            bad_signature_at?: string;
            /**
             * Format: int64
             * @description How much came that was signed by nobody known.
             */
            bad_signatures: number;
            /** @enum {string} */
            channel: "messenger" | "instagram" | "whatsapp" | "api";
            /** @description The webhook's fields to tick there. */
            fields?: string[];
            id: string;
            /** @description The app's id at the channel's owner. */
            key: string;
            name: string;
            /**
             * Format: int64
             * @description How many secrets are stored.
             */
            secrets: number;
            /**
             * Format: date-time
             * @description When something signed last arrived.
             */
            tested_at?: string;
            /** @description Of the API channel; shown only when it was made. */
            token?: string;
            /**
             * Format: date-time
             * @description When the owner last asked whether the address is ours, and was answered.
             */
            verified_at?: string;
            /** @description To be pasted beside it; for those who may change the app. */
            verify_token?: string;
            /** @description To be pasted at the channel's owner. */
            webhook_url: string;
        };
        ChannelAppChange: {
            key?: string;
            name?: string;
            /** @description An empty one stays as it is. Of the API channel any value makes a new token. */
            secrets?: string[];
        };
        ChannelFailure: {
            /** Format: int64 */
            count: number;
            reason: string;
        };
        ChannelHealth: {
            /** Format: date-time */
            bad_signature_at?: string;
            /** Format: int64 */
            bad_signatures: number;
            /** @description Why it has not since. */
            check_failed?: string;
            /**
             * Format: date-time
             * @description When the channel last said how the account stands.
             */
            checked_at?: string;
            /**
             * Format: int64
             * @description All of them together.
             */
            failed: number;
            /** @description Of the last 24 hours, by reason. */
            failures: components["schemas"]["ChannelFailure"][];
            /** Format: date-time */
            last_failure?: string;
            /** Format: date-time */
            last_in?: string;
            /** Format: date-time */
            last_out?: string;
            last_reason?: string;
            /** @description Webhook fields that are not on. */
            missing?: string[];
            number?: string;
            /** @description What the channel says is wrong, as stable names. */
            problems?: string[];
            /** Format: date-time */
            refreshed_at?: string;
            /**
             * Format: date-time
             * @description When it was last found off and switched on again.
             */
            resubscribed_at?: string;
            /**
             * Format: date-time
             * @description Set where nothing has arrived for unusually long.
             */
            silent_since?: string;
            subscribed: boolean;
            /**
             * Format: date-time
             * @description Absent where it does not end.
             */
            token_until?: string;
            token_valid: boolean;
            /**
             * Format: int64
             * @description Messages that may not have arrived.
             */
            uncertain: number;
            /**
             * Format: int64
             * @description Messages that are to be sent.
             */
            waiting: number;
        };
        ChannelLamp: {
            /** Format: date-time */
            at?: string;
            /** @description Set where something is wrong: the name of what puts it right. */
            cure?: string;
            detail?: string;
            /** @enum {string} */
            name: "webhook" | "subscribed" | "token" | "hello" | "answered";
            on: boolean;
        };
        ChannelMedia: {
            /**
             * Format: int64
             * @description In bytes.
             */
            max: number;
            types: string[];
        };
        ChannelMonth: {
            categories?: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Of the lines beyond the free ones, in thousandths of the currency.
             */
            estimate: number;
            /** Format: int64 */
            lines: number;
            month: string;
        };
        ChannelTally: {
            /** Format: int64 */
            accepted: number;
            /** Format: int64 */
            broken: number;
            /**
             * Format: int64
             * @description By the guest.
             */
            cancelled: number;
            /** @description Why the missed ones were, each once: outside_hours, nobody_on_duty, no_device, no_reaction, cannot_now, promise_broken, guest_left, switched_off. Those that did not occur are left out. */
            causes: {
                [key: string]: number;
            };
            /** @enum {string} */
            channel: "web" | "messenger" | "instagram" | "whatsapp" | "api";
            /**
             * Format: int64
             * @description By the desk, without an accept.
             */
            closed: number;
            /** Format: int64 */
            kept: number;
            /** Format: int64 */
            missed: number;
            /**
             * Format: int64
             * @description Ringing or promised now.
             */
            open: number;
            /** Format: int64 */
            promised: number;
            /** Format: int64 */
            requests: number;
            /**
             * Format: int64
             * @description From ring to accept: half of the accepted had a person within it.
             */
            wait_p50_ms?: number;
            /** Format: int64 */
            wait_p95_ms?: number;
        };
        Channels: {
            /** @description Of the properties whose settings you may change. */
            accounts: components["schemas"]["ChannelAccount"][];
            apps: components["schemas"]["ChannelApp"][];
        };
        ChatException: {
            /** @description 2026-12-24 */
            first: string;
            /** @description None closes these days. */
            intervals: components["schemas"]["ChatSpan"][];
            last: string;
            name: string;
            /** @description Comes back on the same dates. */
            yearly: boolean;
        };
        ChatHours: {
            /** @description At all hours but those of an exception. */
            always: boolean;
            exceptions: components["schemas"]["ChatException"][];
            week: components["schemas"]["ChatInterval"][];
        };
        ChatInterval: {
            /**
             * Format: int64
             * @description 0 is Sunday.
             */
            day: number;
            /** @description 07:30 */
            from: string;
            /** @description Says of an interval whether it passes midnight; one that contradicts its times is refused. */
            next_day?: boolean;
            /** @description 24:00 is the end of the day. */
            to: string;
        };
        ChatSpan: {
            /** @description 07:30 */
            from: string;
            /** @description Says of an interval whether it passes midnight; one that contradicts its times is refused. */
            next_day?: boolean;
            /** @description 24:00 is the end of the day. */
            to: string;
        };
        ChatSummary: {
            /** @description The guest's last messages, oldest first, and what became of each. */
            asked: components["schemas"]["AskedLine"][];
            /** @description Why the model did not, as a stable word. */
            because?: string;
            model?: string;
            /** @description By the language model; empty where none helps, or it did not. */
            text: string;
        };
        CheckAnsweringRequest: {
            /** @enum {string} */
            by: "model" | "bot";
        };
        CheckDevice: {
            /**
             * Format: date-time
             * @description When it last showed or sounded a ring, a test or a drill.
             */
            confirmed_at?: string;
            /** @description What its owner said to the last test. */
            heard?: components["schemas"]["HeardAnswer"];
            id: string;
            /** @enum {string} */
            kind: "screen" | "phone";
            name: string;
            /** @enum {string} */
            permission: "granted" | "denied" | "default" | "unknown";
            /** @description insecure, permission, autoplay, volume, hidden, push, silent, duty; the first to be mended first. */
            problems: string[];
            push: boolean;
            /** Format: date-time */
            seen_at: string;
            sound: boolean;
            /** @description It is the one that asks. */
            this?: boolean;
            visible: boolean;
            /**
             * Format: double
             * @description 1 where the page does not say.
             */
            volume: number;
        };
        Colleague: {
            /** @enum {string} */
            duty: "online" | "away" | "dnd";
            /** @description A transfer to everyone would ring them. */
            eligible: boolean;
            /** Format: int64 */
            held: number;
            id: string;
            /**
             * Format: int64
             * @description 0 is no limit.
             */
            limit: number;
            name: string;
            /** @enum {string} */
            reach: "screen" | "phone" | "none";
        };
        Colleagues: {
            colleagues: components["schemas"]["Colleague"][];
        };
        ConfirmBody: {
            confirm?: boolean;
        };
        ConfirmPushRequest: {
            /** @enum {string} */
            kind: "shown" | "reacted";
            proof: string;
            ring: string;
            subscription: string;
        };
        ConfirmRingRequest: {
            device: string;
            /** @enum {string} */
            kind: "shown" | "sounded" | "reacted";
            ring?: string;
            /** @description Several at once. */
            rings?: string[];
        };
        Contact: {
            attributes: {
                [key: string]: string;
            };
            blocked: boolean;
            conversations: components["schemas"]["PastTalk"][];
            device?: string;
            email?: string;
            /** Format: date-time */
            first_seen: string;
            id: string;
            language?: string;
            /** Format: date-time */
            last_seen?: string;
            /** @description What the guest's clock shows now, with its offset. */
            local_time?: string;
            name?: string;
            notes?: string;
            /** @description The newest last. */
            page_trail: components["schemas"]["PageSeen"][];
            phone?: string;
            /** @description How, and until when. */
            proof?: components["schemas"]["Proof"];
            property_id: string;
            time_zone?: string;
            /** @description The guest's booking is proven now. */
            verified: boolean;
        };
        ContactInputBody: {
            /** @description Short texts that the website tells of its visitor. */
            attributes?: {
                [key: string]: unknown;
            };
            email?: string;
            locale?: string;
            /** @description At most 80 characters are kept. */
            name?: string;
            /** @description The guest would give no address: none is asked for again. */
            no_address?: boolean;
            phone?: string;
        };
        Controller: {
            /** @description The agent in control; for staff only. */
            agent_id?: string;
            /**
             * @description Who may answer the guest now.
             * @enum {string}
             */
            kind: "assistant" | "waiting" | "agent" | "outside";
            /** @description The agent's name. */
            name?: string;
        };
        CopyFactsRequest: {
            /** @description A property's id. */
            from: string;
        } & {
            [key: string]: unknown;
        };
        CorrectPassageRequest: {
            text: string;
            title: string;
        };
        Correction: {
            /** @enum {string} */
            cause: "edit" | "unsend" | "reaction" | "media";
            edited?: boolean;
            media?: components["schemas"]["Media"][];
            /** @description The message's id. */
            of: string;
            reactions?: components["schemas"]["Reaction"][];
            text?: string;
            unsent?: boolean;
        };
        Counts: {
            /**
             * Format: int64
             * @description The assistant's, active within five minutes.
             */
            live: number;
            /** Format: int64 */
            mine: number;
            /**
             * Format: int64
             * @description Of mine, those in which the guest wrote something not read yet.
             */
            mine_unread: number;
            /** Format: int64 */
            requests: number;
        };
        CreatePropertyRequest: {
            languages: string[];
            /** @description Make live chat available: the property's Admin then decides how and when. */
            live_chat?: boolean;
            name: string;
            timezone: string;
        };
        DayTally: {
            /** Format: int64 */
            accepted: number;
            /** Format: int64 */
            broken: number;
            /**
             * Format: int64
             * @description By the guest.
             */
            cancelled: number;
            /** @description Why the missed ones were, each once: outside_hours, nobody_on_duty, no_device, no_reaction, cannot_now, promise_broken, guest_left, switched_off. Those that did not occur are left out. */
            causes: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description By the desk, without an accept.
             */
            closed: number;
            /** Format: date */
            day: string;
            /** Format: int64 */
            kept: number;
            /** Format: int64 */
            missed: number;
            /**
             * Format: int64
             * @description Ringing or promised now.
             */
            open: number;
            /** Format: int64 */
            promised: number;
            /** Format: int64 */
            requests: number;
            /**
             * Format: int64
             * @description From ring to accept: half of the accepted had a person within it.
             */
            wait_p50_ms?: number;
            /** Format: int64 */
            wait_p95_ms?: number;
        };
        DecidePassagesRequest: {
            approve: boolean;
            ids: string[];
        };
        DecideProposalsRequest: {
            proposals: string[];
            /** @description Confirm them; false refuses them. */
            take: boolean;
        } & {
            [key: string]: unknown;
        };
        DecideSourceRequest: {
            approve: boolean;
        };
        Decided: {
            /** Format: int64 */
            changed: number;
        };
        Delivery: {
            /**
             * Format: date-time
             * @description When the state last changed.
             */
            at?: string;
            /** @description It can be sent again: POST …/entries/ENTRY/retry. */
            can_retry?: boolean;
            /** @description The channel's own name of the failure. */
            code?: string;
            /** @description Why it failed, is not certain, or was withdrawn: a stable name. */
            reason?: string;
            /** @enum {string} */
            state: "waiting" | "sending" | "uncertain" | "sent" | "delivered" | "read" | "played" | "failed" | "withdrawn";
        };
        Disagreement: {
            /** @description The one that was changed last comes first. */
            entries: components["schemas"]["KnowledgeEntry"][];
            language: string;
            question: string;
        };
        DismissGapRequest: {
            asks: string[];
        } & {
            [key: string]: unknown;
        };
        DraftInputBody: {
            email?: string;
            /** @description The id that it will be sent with. */
            form_id: string;
            name?: string;
            phone?: string;
            text?: string;
        };
        Drafts: {
            note: string;
            reply: string;
        };
        DutyState: {
            /** @enum {string} */
            duty: "online" | "away" | "dnd";
            /**
             * Format: date-time
             * @description When Online ends by itself, within 24 hours; absent: until they say so.
             */
            until?: string;
        };
        EmergencyNumbers: {
            /** @description The local emergency number. */
            number: string;
            /** @description The house's own, answered at once. */
            property: string;
        };
        EndShiftRequest: {
            note?: string;
        };
        Entries: {
            entries: components["schemas"]["KnowledgeEntry"][];
            /** @description Ask for before this one to go on. Absent: that was all. */
            next?: string;
        };
        Entry: {
            /** @description What a built-in answer answers, to be read before it. A guest who meant something else writes so. */
            about?: string;
            /** Format: date-time */
            at: string;
            author: components["schemas"]["Author"];
            /** @description Contacts that were handed over. */
            cards?: components["schemas"]["HandedCard"][];
            /** @description The sender's own id of the message. */
            client_id?: string;
            /** @description Stable name of a system or control line. */
            code?: string;
            /**
             * Format: double
             * @description For staff only.
             */
            confidence?: number;
            /** @description Of an entry of kind edit. */
            correction?: components["schemas"]["Correction"];
            /** @enum {string} */
            decision?: "answer" | "suggest" | "cannot_help" | "greeting" | "small_talk" | "wish" | "opportunity";
            /** @description For staff only. */
            delivery?: components["schemas"]["Delivery"];
            edited?: boolean;
            files?: components["schemas"]["File"][];
            id: string;
            /** @description For staff only: what the guest wants where it is no question that knowledge answers. */
            intent?: string;
            /** @enum {string} */
            kind: "message" | "note" | "system" | "edit" | "control";
            /** @description Written by a person after the window had closed. */
            late?: boolean;
            /** @description Where the guest goes on by themselves: the property's booking page. */
            link?: components["schemas"]["Link"];
            media?: components["schemas"]["Media"][];
            /** @description The guest may say of which booking they are: what was asked is told guests with one. */
            offer_booking?: boolean;
            /** @description Human Chat is shown beside it. */
            offer_human?: boolean;
            /** @description Written by a person in the channel's own app. */
            outside?: boolean;
            /** @description What the line's text names. */
            params?: {
                [key: string]: string;
            };
            place?: components["schemas"]["Place"];
            /**
             * Format: int64
             * @description The seq before it that this audience may see; 0 if none.
             */
            prev: number;
            quote?: components["schemas"]["Quote"];
            reactions?: components["schemas"]["Reaction"][];
            /** @description How the guest came. */
            referral?: components["schemas"]["Referral"];
            /**
             * Format: date-time
             * @description When it was written by the channel's clock.
             */
            said_at?: string;
            /** Format: int64 */
            seq: number;
            /** @description Stories, posts, products, orders: links that end. */
            shared?: components["schemas"]["Shared"][];
            /** @description For staff only. */
            sources?: components["schemas"]["Source"][];
            /** @description Did you mean: pressing one sends its text. */
            suggestions?: components["schemas"]["Suggestion"][];
            template?: components["schemas"]["SentTemplate"];
            text?: string;
            /** @description Taken back by who wrote it: nothing of it is left. */
            unsent?: boolean;
            /** @description The channel does not hand over what was sent. */
            unsupported?: boolean;
        };
        EntryBody: {
            answer: string;
            booked_only?: boolean;
            /** @description Keep it from guests until it is published. */
            draft?: boolean;
            language?: string;
            questions: string[];
            /**
             * Format: int64
             * @description The one that was edited. Where another stands there now, the answer is a conflict with it; absent, it is overwritten.
             */
            rev?: number;
            /** @description 2026-05-01; empty: always. */
            valid_from?: string;
            valid_until?: string;
            versions?: components["schemas"]["EntryText"][];
        } & {
            [key: string]: unknown;
        };
        EntryContent: {
            /** @description Empty: nobody has answered it yet, so the assistant cannot help. */
            answer: string;
            /** @description Told to guests whose booking was proven only. */
            booked_only: boolean;
            language: string;
            questions: string[];
            /** @description The first day it is told, by the property's calendar. */
            valid_from?: string;
            /** @description The last one. */
            valid_until?: string;
            /** @description The entry in further languages. */
            versions: components["schemas"]["EntryText"][];
        };
        EntryCounts: {
            /** Format: int64 */
            all: number;
            /** Format: int64 */
            draft: number;
            /** Format: int64 */
            live: number;
            /** Format: int64 */
            unanswered: number;
        };
        EntryPage: {
            controller: components["schemas"]["Controller"];
            entries: components["schemas"]["Entry"][];
            /** Format: int64 */
            epoch: number;
            /** Format: int64 */
            last_seq: number;
            /** @description There are more in the direction that was asked for. */
            more: boolean;
            /** @enum {string} */
            status: "open" | "resolved";
        };
        EntryText: {
            answer: string;
            language: string;
            questions?: string[];
        } & {
            [key: string]: unknown;
        };
        ExceptionWish: {
            first: string;
            intervals?: components["schemas"]["ChatSpan"][];
            last?: string;
            name?: string;
            yearly?: boolean;
        };
        Fact: {
            details: string;
            /** @description What can be said of it in figures, in the order of asking; from and until are hours that say when something begins or ends. */
            form: ("hours" | "from" | "until" | "seasons" | "prices" | "needs" | "deadline" | "ages" | "weight" | "people" | "place")[];
            group: string;
            /** @description What the group says, where nothing is said here: a draft until somebody confirms it. */
            inherited?: components["schemas"]["InheritedFact"];
            key: string;
            label: string;
            question: string;
            /** Format: int64 */
            rev: number;
            /** @description Where it was taken from. */
            source?: string;
            /** @enum {string} */
            state: "yes" | "no" | "unknown";
            /** Format: date-time */
            updated_at?: string;
            updated_by?: string;
            /** @description What it says in figures. */
            value?: components["schemas"]["FactValue"];
        };
        FactHours: {
            /** @description Not at all on these days. */
            closed?: boolean;
            /** @description Only on these days of the year. */
            dates?: components["schemas"]["FactSpan"];
            /** @description None: every day. */
            days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
            /** @description 15:00 */
            from?: string;
            /** @description 24:00 is the end of the day. */
            until?: string;
        };
        FactPlace: {
            /** @enum {string} */
            by?: "foot" | "car" | "train" | "bus";
            /** Format: int64 */
            metres?: number;
            /** Format: int64 */
            minutes?: number;
        };
        FactPrice: {
            /** @description 18 or 18.50; 0 is free of charge. */
            amount: string;
            dates?: components["schemas"]["FactSpan"];
            /** Format: int64 */
            from_age?: number;
            per?: ("night" | "day" | "hour" | "week" | "stay" | "person" | "room" | "pet" | "vehicle" | "way" | "order" | "item" | "kwh")[];
            /**
             * Format: int64
             * @description With this year of life: 5 is under 6.
             */
            until_age?: number;
        };
        FactSpan: {
            /** @description Month and day: 05-01 */
            from: string;
            /** @description 10-31 */
            until: string;
        };
        FactValue: {
            /**
             * Format: int64
             * @description How long before one has to ask or book.
             */
            ahead_hours?: number;
            /** @description ISO 4217, of all prices. */
            currency?: string;
            /**
             * Format: int64
             * @description Until how long before arrival something can be done.
             */
            deadline_hours?: number;
            /** @description Of those that hold on a day, the ones that name the day or the date count. */
            hours?: components["schemas"]["FactHours"][];
            /**
             * Format: int64
             * @description With this year of life.
             */
            max_age?: number;
            /**
             * Format: int64
             * @description The weight of an animal.
             */
            max_kg?: number;
            /** Format: int64 */
            max_people?: number;
            /** Format: int64 */
            min_age?: number;
            needs?: ("request" | "booking" | "appointment")[];
            /** @description How far away it is. */
            place?: components["schemas"]["FactPlace"];
            prices?: components["schemas"]["FactPrice"][];
            /** @description When it is there at all; none: all year. */
            seasons?: components["schemas"]["FactSpan"][];
        };
        FailedArrival: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            channel: "messenger" | "instagram" | "whatsapp" | "api";
            /** @description What of it failed, and how often. */
            failure: string;
            id: string;
            /** @description Servers ended while they worked on it. It is tried again only by itself. */
            set_aside: boolean;
            /**
             * Format: int64
             * @description In bytes.
             */
            size: number;
        };
        Field: {
            /** @description Stable name of what is wrong, to be worded in other languages. Where it is left out, message is all there is. */
            code?: string;
            location?: string;
            message: string;
            /** @description What the message names, in its order: a limit, a name. */
            params?: string[];
        };
        File: {
            /** Format: int64 */
            height?: number;
            id: string;
            name: string;
            /** Format: int64 */
            size: number;
            /** @description Media type, found from the content. */
            type: string;
            /** @description Relative to the server; needs no credentials. */
            url: string;
            /** Format: int64 */
            width?: number;
        };
        FillGapRequest: {
            /** @description Absent: what an agent answered; a draft where nobody did. */
            answer?: string;
            asks: string[];
            draft?: boolean;
            language?: string;
            /** @description Absent: as guests asked. */
            questions?: string[];
        } & {
            [key: string]: unknown;
        };
        FilledPart: {
            /** @description Names of the values' variables; absent: in the order of the part. */
            blanks?: string[];
            /** Format: int64 */
            index?: number;
            kind: string;
            values: string[];
        };
        FilledTemplate: {
            language: string;
            name: string;
            /** @description Those with variables. */
            parts?: components["schemas"]["FilledPart"][];
        };
        FormInputBody: {
            /** @description 2026-12-31 */
            arrival: string;
            /** @description As it stands on the confirmation; case, spaces and dashes do not matter. */
            number: string;
            /** @description Accents, case and the order of its parts do not matter. */
            surname: string;
        };
        FoundTool: {
            /** @description The JSON schema of the arguments, as text. */
            arguments?: string;
            /** @description Only for guests whose booking is proven. */
            booked_only?: boolean;
            /** @description It is another now than the one that is kept. */
            changed: boolean;
            /** @description What can be asked, for the language model. */
            description: string;
            /** @description Arguments that the property sets, which no model sees or changes. {guest}, {conversation}, {property} and {language} stand for this session's. */
            fixed?: {
                [key: string]: string;
            };
            /** @description The service has a tool of this name. */
            kept: boolean;
            /** @enum {string} */
            method?: "" | "GET" | "POST";
            name: string;
            /** @description It may be asked for guests. */
            on?: boolean;
            /** @description Asking changes nothing. Without it only a GET can be on. */
            only_reads?: boolean;
            /** @description What follows the service's address. {name} is an argument; the others go into the query, or with POST into the body. */
            path?: string;
            /** @description The server calls it one that changes nothing. */
            says_reads: boolean;
            /** @description Of an MCP tool, as looking at the server told it. A tool that is another since is not asked. */
            seen?: string;
            /** @description Why it cannot be kept: name or schema. */
            unusable?: string;
            /** @description Its answers are the property's own words: what they promise may be promised, and it may be asked about prices, allergens, access and health. */
            vouched?: boolean;
        };
        FoundTools: {
            /** @description Why the server does not tell, as a stable word. */
            because?: string;
            tools: components["schemas"]["FoundTool"][];
        };
        Gap: {
            /** @description The ids of all that is grouped here: what fills or dismisses it. */
            asks: string[];
            /** Format: int64 */
            count: number;
            /** @description The newest five. */
            examples: components["schemas"]["Ask"][];
            id: string;
            language?: string;
            /** Format: date-time */
            last_at: string;
            question: string;
            /** @description What an agent answered: proposed as the entry's answer. */
            reply?: string;
            reply_by?: string;
        };
        Gaps: {
            gaps: components["schemas"]["Gap"][];
        };
        Guest: {
            id: string;
            language?: string;
            local_time_zone?: string;
            name?: string;
            verified?: boolean;
        };
        GuestConfig: {
            colour: string;
            email?: string;
            greeting: string;
            human: components["schemas"]["GuestHuman"];
            key: string;
            launcher_text: string;
            locale: string;
            locales: string[];
            logo_url?: string;
            name: string;
            phone?: string;
            /** @enum {string} */
            position: "right" | "left";
            pre_chat: components["schemas"]["GuestPreChat"];
            privacy_url?: string;
            quick_replies: string[];
            /** @description The property's own words, by the line's code. */
            strings?: {
                [key: string]: string;
            };
            teaser: boolean;
            /** @enum {string} */
            theme: "auto" | "light" | "dark";
            timezone: string;
        };
        GuestContact: {
            attributes?: {
                [key: string]: string;
            };
            email: string;
            locale: string;
            name: string;
            phone: string;
        };
        GuestConversation: {
            id: string;
            /** Format: date-time */
            last_at: string;
            preview: string;
            /** Format: date-time */
            started_at: string;
            /** @enum {string} */
            status: "open" | "resolved";
            /** Format: int64 */
            unread: number;
        };
        GuestDesk: {
            /** @description Within the hours of live chat. */
            open: boolean;
            /**
             * Format: date-time
             * @description When it opens next, where it is closed and will.
             */
            opens_at?: string;
            phone?: string;
            /** @description IANA name of the property's time zone. */
            zone: string;
        };
        GuestEmergency: {
            /** @description The local emergency number. */
            number?: string;
            /** @description The house's own. */
            property?: string;
        };
        GuestEntries: {
            controller: components["schemas"]["Controller"];
            /** @description Absent until the first message. */
            conversation_id?: string;
            /**
             * Format: int64
             * @description What is stored.
             */
            delivered_seq: number;
            /** @description When the desk answers chats. Absent where live chat is off. */
            desk?: components["schemas"]["GuestDesk"];
            /** @description Somebody may be in danger: whom to call now. */
            emergency?: components["schemas"]["GuestEmergency"];
            entries: components["schemas"]["Entry"][];
            /** @description What is known already for a message to be left, or was half written. */
            form?: components["schemas"]["GuestForm"];
            human: components["schemas"]["Human"];
            /**
             * Format: int64
             * @description The newest entry that the guest may see.
             */
            last_seq: number;
            /** @description There are more: ask again after the last one's seq. */
            more: boolean;
            offer?: components["schemas"]["GuestOffer"];
            /**
             * Format: int64
             * @description What the assistant or an agent has seen.
             */
            read_seq: number;
            request?: components["schemas"]["GuestRequest"];
            /** @enum {string} */
            status: "none" | "open" | "resolved";
            /** @description What the newest message left became. */
            ticket?: components["schemas"]["GuestTicket"];
            /** @description The conversation can be sent by e-mail. */
            transcript?: boolean;
            /** @description The assistant is making an answer. */
            typing?: boolean;
        };
        GuestForm: {
            email?: string;
            form_id?: string;
            name?: string;
            phone?: string;
            text?: string;
        };
        GuestHuman: {
            always_visible: boolean;
        };
        GuestOffer: {
            /** @description leave_message, keep_chatting, keep_waiting, ask_meanwhile */
            choices: string[];
            phone?: string;
            /** @enum {string} */
            state: "shown";
        };
        GuestPreChat: {
            enabled: boolean;
            fields: string[];
            policy_url?: string;
            why?: string;
        };
        GuestReceipt: {
            /** Format: date-time */
            at: string;
            conversation_id: string;
            id: string;
            /** Format: int64 */
            seq: number;
        };
        GuestRequest: {
            /** @description Nobody could be reached if the line were cut now: an e-mail address or a phone number may be asked for, once. */
            ask_contact?: boolean;
            /** @description Who promised to come. */
            by?: string;
            /** Format: date-time */
            opened_at: string;
            /** Format: int64 */
            remaining_ms: number;
            /** @enum {string} */
            state: "ringing" | "promised";
            /** Format: int64 */
            total_ms: number;
            /**
             * Format: int64
             * @description How long guests of this property really wait: the median of the last 30 days, where at least 20 waits back it.
             */
            typical_ms?: number;
        };
        GuestSession: {
            /**
             * Format: date-time
             * @description Until when the guest's booking counts as proven.
             */
            booking_until?: string;
            contact_id: string;
            property: components["schemas"]["GuestConfig"];
            /** @description Send it as Authorization: Bearer TOKEN. */
            token: string;
        };
        GuestState: {
            controller: components["schemas"]["Controller"];
            /** @description Absent until the first message. */
            conversation_id?: string;
            /**
             * Format: int64
             * @description What is stored.
             */
            delivered_seq: number;
            /** @description When the desk answers chats. Absent where live chat is off. */
            desk?: components["schemas"]["GuestDesk"];
            /** @description Somebody may be in danger: whom to call now. */
            emergency?: components["schemas"]["GuestEmergency"];
            /** @description What is known already for a message to be left, or was half written. */
            form?: components["schemas"]["GuestForm"];
            human: components["schemas"]["Human"];
            /**
             * Format: int64
             * @description The newest entry that the guest may see.
             */
            last_seq: number;
            offer?: components["schemas"]["GuestOffer"];
            /**
             * Format: int64
             * @description What the assistant or an agent has seen.
             */
            read_seq: number;
            request?: components["schemas"]["GuestRequest"];
            /** @enum {string} */
            status: "none" | "open" | "resolved";
            /** @description What the newest message left became. */
            ticket?: components["schemas"]["GuestTicket"];
            /** @description The conversation can be sent by e-mail. */
            transcript?: boolean;
            /** @description The assistant is making an answer. */
            typing?: boolean;
        };
        GuestTicket: {
            /** Format: int64 */
            number: number;
            /** Format: date-time */
            reply_by?: string;
        };
        HandedCard: {
            mails?: string[];
            name: string;
            phones?: string[];
        };
        HeardAnswer: {
            /** Format: date-time */
            at: string;
            heard: boolean;
        };
        HeartbeatRequest: {
            idle?: boolean;
            /**
             * @default screen
             * @enum {string}
             */
            kind: "screen" | "phone";
            /** @description What its owner would know it by. */
            name?: string;
            permission?: string;
            push?: boolean;
            secure?: boolean;
            /** @description A ring would be heard. */
            sound?: boolean;
            /** @description The conversation on screen. */
            viewing?: string;
            visible?: boolean;
            /** Format: double */
            volume?: number;
        };
        HintedReply: {
            kind: string;
            source: string;
            text: string;
            /** @description The entry or fact that it was taken from. */
            title: string;
        };
        Hints: {
            asked: components["schemas"]["AskedLine"][];
            /** @description What could be replied to the guest's last message, from the property's knowledge. */
            replies: components["schemas"]["HintedReply"][];
        };
        Hit: {
            /** Format: date-time */
            at: string;
            conversation_id: string;
            guest_name?: string;
            /** @enum {string} */
            kind: "message" | "guest";
            property_id: string;
            /** Format: int64 */
            seq?: number;
            /** @description Plain text; U+0001 and U+0002 stand around what matches. */
            snippet: string;
        };
        Hits: {
            hits: components["schemas"]["Hit"][];
        };
        HookSecret: {
            /** @description Signs what is brought, as Standard Webhooks has it. It is not shown again. */
            secret: string;
            url: string;
        };
        HourTally: {
            /** Format: int64 */
            missed: number;
            /** Format: int64 */
            requests: number;
        };
        HoursWish: {
            always?: boolean;
            exceptions?: components["schemas"]["ExceptionWish"][];
            week?: components["schemas"]["ChatInterval"][];
        };
        Human: {
            /** @description Somebody would be rung now. */
            available: boolean;
            /**
             * @description Human Chat; a message to be left in its place; or neither.
             * @enum {string}
             */
            offer: "human" | "leave_message" | "off";
            /** @description It stands beside the composer, not only beside an answer. */
            show: boolean;
        };
        HumanChat: {
            always_visible: boolean;
        };
        HumanWish: {
            always_visible?: boolean;
        } & {
            [key: string]: unknown;
        };
        InheritedFact: {
            details: string;
            source: string;
            /** @enum {string} */
            state: "yes" | "no";
            value?: components["schemas"]["FactValue"];
        };
        Invitation: {
            email: string;
            /** Format: date-time */
            expires_at: string;
            id: string;
            properties: string[];
            /** @enum {string} */
            role: "agent" | "knowledge_manager" | "admin" | "operator";
        };
        InviteRequest: {
            email: string;
            properties?: string[];
            /** @enum {string} */
            role: "agent" | "knowledge_manager" | "admin" | "operator";
        };
        Invited: {
            email: string;
            property_names: string[];
        };
        Knowledge: {
            counts: components["schemas"]["EntryCounts"];
            /**
             * Format: double
             * @description The share of what guests ask about on which a fact says something.
             */
            coverage: number;
            /** @description The property's, for new prices. */
            currency?: string;
            /** @description The newest 500; the list of entries pages through all. */
            entries: components["schemas"]["KnowledgeEntry"][];
            facts: components["schemas"]["Fact"][];
            /**
             * Format: int64
             * @description How many questions of guests nobody has answered.
             */
            gaps: number;
            /** @description The facts that nobody has said anything about, in the order in which guests ask. */
            interview: string[];
            /** @description Those that have not ended. */
            notices: components["schemas"]["Notice"][];
            /** @description The property whose facts are proposed here where nothing is said. */
            parent_id?: string;
            /**
             * Format: int64
             * @description How many wait for a decision.
             */
            proposals: number;
        };
        KnowledgeChange: {
            /** @enum {string} */
            action: "created" | "changed" | "drafted" | "published" | "withdrawn" | "discarded" | "deleted" | "confirmed" | "imported" | "ended" | "undone" | "approved" | "refused";
            /** @description How it stood after. */
            after?: unknown;
            /** Format: date-time */
            at: string;
            /** @description How it stood before; absent where it was not there. */
            before?: unknown;
            by?: string;
            /** @enum {string} */
            kind: "fact" | "entry" | "notice" | "test" | "passage" | "source";
            n: string;
            /** @description The fact's key, or the id of the entry, notice, test, passage or source. */
            subject: string;
            title: string;
        };
        KnowledgeEntry: {
            /** @description Empty: nobody has answered it yet, so the assistant cannot help. */
            answer: string;
            /** @description Told to guests whose booking was proven only. */
            booked_only: boolean;
            /** @description What was written and not published yet. */
            draft?: components["schemas"]["EntryContent"];
            id: string;
            language: string;
            questions: string[];
            /** Format: int64 */
            rev: number;
            source?: string;
            /**
             * @description draft: told to nobody.
             * @enum {string}
             */
            state: "live" | "draft";
            /** Format: date-time */
            updated_at?: string;
            updated_by?: string;
            /** @description The first day it is told, by the property's calendar. */
            valid_from?: string;
            /** @description The last one. */
            valid_until?: string;
            /** @description The entry in further languages. */
            versions: components["schemas"]["EntryText"][];
        };
        KnowledgeHistory: {
            changes: components["schemas"]["KnowledgeChange"][];
            /** @description Ask for before this one to go on. Absent: that was all. */
            next?: string;
        };
        KnowledgeImport: {
            /** Format: int64 */
            added: number;
            /** Format: date-time */
            at: string;
            /** @description The first 200 rows that cannot be read. */
            broken: components["schemas"]["BrokenRow"][];
            /** Format: int64 */
            broken_rows: number;
            by?: string;
            /** Format: int64 */
            changed: number;
            /** Format: int64 */
            done: number;
            failure?: string;
            /** @enum {string} */
            format: "csv" | "json";
            id: string;
            /**
             * Format: int64
             * @description Things that somebody changed since: they stay.
             */
            kept: number;
            /** @description The first 20 of them. */
            kept_titles: string[];
            name: string;
            /** Format: int64 */
            same: number;
            /**
             * @description checked: read, and nothing of it is in the hub yet. undoing: it is being taken back.
             * @enum {string}
             */
            state: "checked" | "running" | "stopped" | "done" | "failed" | "undoing" | "undone";
            /**
             * Format: int64
             * @description Things that are as they were before it, since that was last asked for.
             */
            taken_back: number;
            /**
             * Format: int64
             * @description Rows that can be read.
             */
            total: number;
        };
        KnowledgeImports: {
            imports: components["schemas"]["KnowledgeImport"][];
        };
        KnowledgeSource: {
            address?: string;
            /** Format: int64 */
            approved: number;
            /** @description There is more than was read. */
            cut: boolean;
            /** Format: int64 */
            done: number;
            /** Format: int64 */
            drafts: number;
            /** Format: date-time */
            ended_at?: string;
            /**
             * Format: int64
             * @description How often a website is read again; 0 never by itself.
             */
            every_days: number;
            /** @description Why it could not be read. */
            failure?: string;
            /**
             * @description The same for programs.
             * @enum {string}
             */
            failure_code?: "bomb" | "broken" | "busy" | "circle" | "cut_off" | "elsewhere" | "encrypted" | "format" | "given_up" | "gone" | "insecure" | "inside" | "memory" | "no_address" | "no_page" | "no_robots" | "no_text" | "not_now" | "old_word" | "ours" | "page_too_large" | "reader_busy" | "robots" | "status" | "tired" | "too_large" | "too_long" | "too_many_pages" | "unreachable";
            /**
             * Format: int64
             * @description What the site answered, where that is why.
             */
            failure_status?: number;
            format?: string;
            /**
             * Format: int64
             * @description Approved passages that the source no longer has.
             */
            gone: number;
            id: string;
            /** @enum {string} */
            kind: "document" | "website";
            language?: string;
            /** Format: int64 */
            max_pages?: number;
            name: string;
            /** Format: date-time */
            next_at?: string;
            /**
             * Format: int64
             * @description How many pages the passages stand on.
             */
            pages: number;
            /**
             * Format: int64
             * @description How many facts and entries were proposed from it and nobody has decided on; they go with it.
             */
            proposed: number;
            /** Format: int64 */
            refused: number;
            /** Format: int64 */
            size?: number;
            skipped: components["schemas"]["SkippedPage"][];
            /** Format: int64 */
            skipped_pages: number;
            /** Format: date-time */
            started_at?: string;
            /** @enum {string} */
            state: "queued" | "running" | "stopped" | "done" | "failed";
            /**
             * Format: int64
             * @description Grows while links are found.
             */
            total: number;
        };
        KnowledgeTest: {
            /** @description Asked as a guest whose booking was proven. */
            booked: boolean;
            /** @description An entry's id, a fact's key, or cannot_help. */
            expect: string;
            id: string;
            language?: string;
            question: string;
            updated_by?: string;
        };
        KnowledgeTestBody: {
            booked?: boolean;
            expect: string;
            language?: string;
            question: string;
        } & {
            [key: string]: unknown;
        };
        KnowledgeTestResult: {
            answer?: string;
            /** Format: double */
            confidence: number;
            decision?: string;
            error?: string;
            expect: string;
            got?: string;
            question: string;
            right: boolean;
            test_id: string;
        };
        KnowledgeTestRun: {
            /** Format: date-time */
            at: string;
            /** @description Right the time before, and wrong now. */
            broken: components["schemas"]["KnowledgeTestResult"][];
            by?: string;
            /** @enum {string} */
            cause: "asked" | "publish";
            id: string;
            mended: components["schemas"]["KnowledgeTestResult"][];
            results: components["schemas"]["KnowledgeTestResult"][];
            /** Format: int64 */
            right: number;
        };
        KnowledgeTests: {
            /** @description The newest first. */
            runs: components["schemas"]["KnowledgeTestRun"][];
            tests: components["schemas"]["KnowledgeTest"][];
        };
        LeaveInputBody: {
            /** @description This or a phone number is needed. */
            email?: string;
            /** @description Your own id of it: the same form again is the same ticket. */
            form_id?: string;
            /** @description At most 80 characters are kept. */
            name: string;
            phone?: string;
            /** @description 1 to 4000 characters. */
            text: string;
        };
        LeaveOutputBody: {
            /**
             * Format: date-time
             * @description By when it is answered, where the property promises a time.
             */
            reply_by?: string;
            /**
             * Format: int64
             * @description Its number, as the guest is told it.
             */
            ticket: number;
        };
        LimitsOfOne: {
            /** Format: int64 */
            max: number;
            /** Format: int64 */
            min: number;
        };
        Line: {
            /** Format: date-time */
            at: string;
            author: components["schemas"]["Author"];
            /**
             * @description What there is instead of words.
             * @enum {string}
             */
            carries?: "image" | "audio" | "voice" | "video" | "file" | "sticker" | "place" | "card" | "shared" | "unsupported" | "unsent";
            kind: string;
            /** Format: int64 */
            seq: number;
            text: string;
        };
        Link: {
            text: string;
            /** Format: uri */
            url: string;
        };
        LinkInputBody: {
            /** @description What the property's link carries as booking. */
            token: string;
        };
        ListOutputBody: {
            conversations: components["schemas"]["GuestConversation"][];
        };
        LiveChat: {
            enabled: boolean;
        };
        LiveChatSettings: {
            /** @description What every channel inherits that has no settings of its own. */
            all: components["schemas"]["Service"];
            /** @description Why a person should look at a conversation of the assistant's, as far as the bell rings for it: those on duty, once for each reason. */
            attention_rings: ("angry" | "repeated" | "unanswered" | "unhappy")[];
            /** @description The operator has made live chat available to the property. */
            available: boolean;
            /** @description Whom the bell calls beyond everyone on duty. */
            chain: components["schemas"]["ChainStep"][];
            /** @description Channels with settings of their own. */
            channels: {
                [key: string]: components["schemas"]["Service"];
            };
            /** @description What stands where the property has no words of its own; read only. */
            default_words: {
                [key: string]: {
                    [key: string]: string;
                };
            };
            /** @description On outside channels guests are told that a program answers them, and when a chat goes back to it. The law of some places asks for it, and so do the channels. */
            disclosure: boolean;
            emergency: components["schemas"]["EmergencyNumbers"];
            /** @description The least and the most of each number; read only. */
            limits: {
                [key: string]: components["schemas"]["LimitsOfOne"];
            };
            /** @description What a guest of each channel would be offered right now; read only. */
            now: {
                [key: string]: components["schemas"]["OfferedNow"];
            };
            /** @description Whom a step of the chain may name; read only. */
            people: components["schemas"]["CallablePerson"][];
            /** @description Notifications on phones show what the guest asked. They are encrypted on their way, but a locked screen shows them to whoever looks. */
            push_guest_text: boolean;
            /**
             * Format: int64
             * @description By when a message left is answered, counted in the hours of live chat; 0 promises no time.
             */
            reply_within_minutes: number;
            /** @description What was read. Sent back with a change it is refused (409, reason settings_changed, by and ms) where somebody has changed these settings since. */
            version: string;
            /** @description What the words of a line may name in {}; read only. */
            word_names: {
                [key: string]: string[];
            };
            /** @description The property's own lines to guests, by language and code. */
            words: {
                [key: string]: {
                    [key: string]: string;
                };
            };
        };
        LiveChatWish: {
            all?: components["schemas"]["ServiceWish"];
            attention_rings?: ("angry" | "repeated" | "unanswered" | "unhappy")[];
            /** @description Only an operator changes it. */
            available?: boolean;
            chain?: components["schemas"]["ChainStep"][];
            /** @description All channels with own settings; those left out inherit. */
            channels?: {
                [key: string]: components["schemas"]["ServiceWish"];
            };
            disclosure?: boolean;
            emergency?: components["schemas"]["EmergencyNumbers"];
            push_guest_text?: boolean;
            /** Format: int64 */
            reply_within_minutes?: number;
            /** @description Of the settings that the change was made from. Without one the last to save wins. */
            version?: string;
            /** @description All own words; an empty one is none. */
            words?: {
                [key: string]: {
                    [key: string]: string;
                };
            };
        } & {
            [key: string]: unknown;
        };
        LiveWish: {
            enabled?: boolean;
        } & {
            [key: string]: unknown;
        };
        LoginRequest: {
            email: string;
            password: string;
        };
        Look: {
            colour: string;
            /** @description By language. */
            greeting: {
                [key: string]: string;
            };
            /** @description By language. */
            launcher_text: {
                [key: string]: string;
            };
            /** @description Id of the logo, which has routes of its own; read only. */
            logo_file: string;
            /** @description Empty where there is no logo; read only. */
            logo_url: string;
            /** @enum {string} */
            position: "right" | "left";
            /** @description By language. */
            quick_replies: {
                [key: string]: string[];
            };
            teaser: boolean;
            /** @enum {string} */
            theme: "auto" | "light" | "dark";
        };
        LookWish: {
            colour?: string;
            greeting?: {
                [key: string]: string;
            };
            launcher_text?: {
                [key: string]: string;
            };
            /** @enum {string} */
            position?: "right" | "left";
            quick_replies?: {
                [key: string]: string[];
            };
            teaser?: boolean;
            /** @enum {string} */
            theme?: "auto" | "light" | "dark";
        } & {
            [key: string]: unknown;
        };
        Made: {
            id: string;
        };
        MailHook: {
            /** @description It has a secret, so that mails can be brought. */
            open: boolean;
            url: string;
        };
        MailInbox: {
            /**
             * Format: date-time
             * @description When this server last looked into it.
             */
            checked_at?: string;
            /** @description Why that failed. */
            error?: string;
            /** @description INBOX if empty. */
            folder: string;
            host: string;
            password_set: boolean;
            /** Format: int64 */
            port: number;
            /** @enum {string} */
            security: "starttls" | "tls" | "none";
            user: string;
        };
        MailOutbox: {
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            queued: number;
            /** @description The newest that may not have arrived, or did not. */
            trouble: components["schemas"]["TroubledMail"][];
            /** Format: int64 */
            uncertain: number;
        };
        MailSettings: {
            from: string;
            hook: components["schemas"]["MailHook"];
            host: string;
            inbox: components["schemas"]["MailInbox"];
            outbox: components["schemas"]["MailOutbox"];
            password_set: boolean;
            /** Format: int64 */
            port: number;
            /** @description Mails can be sent. */
            ready: boolean;
            /** @enum {string} */
            security: "starttls" | "tls" | "none";
            /** @description Answers go to an address with the ticket's tag (desk+TAG@hotel.com). */
            tagged: boolean;
            user: string;
        };
        MailTrial: {
            detail: string;
            /** @description Of the mailbox, where there is one. */
            inbox?: components["schemas"]["TrialInbox"];
            ok: boolean;
        };
        MailWish: {
            from?: string;
            host: string;
            /** @description Absent leaves it as it is; an empty host takes it away. */
            inbox?: components["schemas"]["MailWishInboxStruct"];
            password?: string;
            /**
             * Format: int64
             * @description 0 is the usual one.
             */
            port?: number;
            /**
             * @default starttls
             * @enum {string}
             */
            security: "starttls" | "tls" | "none";
            tagged?: boolean;
            user?: string;
        } & {
            [key: string]: unknown;
        };
        MailWishInboxStruct: {
            folder?: string;
            host: string;
            password?: string;
            /**
             * Format: int64
             * @description 0 is the usual one.
             */
            port?: number;
            /**
             * @default starttls
             * @enum {string}
             */
            security: "starttls" | "tls" | "none";
            user?: string;
        } & {
            [key: string]: unknown;
        };
        MarkReadRequest: {
            /** Format: int64 */
            seq: number;
        };
        Me: {
            demo: boolean;
            /** @enum {string} */
            duty: "online" | "away" | "dnd";
            /**
             * Format: date-time
             * @description When Online ends by itself.
             */
            duty_until?: string;
            email: string;
            /**
             * Format: int64
             * @description Chats under this person's control.
             */
            held: number;
            id: string;
            /** @description The servers of this installation hear each other late, because Redis is lost. Told to Admins and Operators. */
            late: boolean;
            /**
             * Format: int64
             * @description How many there may be; 0 is no limit.
             */
            limit: number;
            name: string;
            /** @description The actions that the role allows. */
            permissions: string[];
            preferences: components["schemas"]["Preferences"];
            properties: components["schemas"]["MyProperty"][];
            /** @description What guests read; empty takes the first word of the name. */
            public_name: string;
            realtime: components["schemas"]["Realtime"];
            /** @enum {string} */
            role: "agent" | "knowledge_manager" | "admin" | "operator";
            /** @description This request came over https. Without it browsers allow no notifications and no push (but on the very machine that serves). */
            secure: boolean;
            version: string;
        };
        Media: {
            file?: components["schemas"]["File"];
            /** @enum {string} */
            kind: "image" | "audio" | "video" | "file" | "sticker";
            name?: string;
            /** @description Why it could not be had: a stable name. */
            reason?: string;
            /** @enum {string} */
            state: "pending" | "ready" | "failed" | "link";
            type?: string;
            url?: string;
            voice?: boolean;
        };
        MessageInputBody: {
            /** @description Your own id of it: a repeat is answered with the first one's receipt. */
            client_id: string;
            /**
             * Format: int64
             * @description The control epoch last seen; absent takes the present one.
             */
            epoch?: number;
            /** @description Ids of files uploaded for this conversation. */
            files?: string[];
            /** @description The entry that it answers, on channels that show that. */
            reply_to?: string;
            text?: string;
        };
        MissedRequest: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            cause: "outside_hours" | "nobody_on_duty" | "no_device" | "no_reaction" | "cannot_now" | "promise_broken" | "guest_left" | "switched_off";
            /** @enum {string} */
            channel: "web" | "messenger" | "instagram" | "whatsapp" | "api";
            conversation_id: string;
            /** @description The name that the guest gave; only for those who may read conversations. */
            guest?: string;
            property_id: string;
            /**
             * Format: int64
             * @description Absent where no request was opened.
             */
            waited_ms?: number;
        };
        MyProperty: {
            code: string;
            /** @description A language model translates and sums up for its agents. */
            helps: boolean;
            /** Format: int64 */
            hue: number;
            id: string;
            languages: string[];
            name: string;
            /** @enum {string} */
            role: "agent" | "knowledge_manager" | "admin" | "operator";
            timezone: string;
        };
        NewChannelAccount: {
            app_id: string;
            /** @description Of the API channel: where answers are posted. */
            callback?: string;
            human_agent?: boolean;
            /** @description The account's id at the channel: of the Page, the professional account, the phone number. */
            key?: string;
            /** @enum {string} */
            mode?: "new" | "moved" | "both";
            name: string;
            /** @description What it belongs to: the WhatsApp Business Account, the Page of an Instagram account. */
            parent?: string;
            property_id: string;
            /** @enum {string} */
            route?: "page" | "login";
            token?: string;
        };
        NewChannelApp: {
            /** @enum {string} */
            channel: "messenger" | "instagram" | "whatsapp" | "api";
            key?: string;
            name?: string;
            /** @description The app secret; on Instagram with Instagram Login its own secret behind it. */
            secrets?: string[];
        };
        Notice: {
            /** Format: date-time */
            created_at: string;
            created_by?: string;
            /** Format: date-time */
            from: string;
            id: string;
            language?: string;
            /** Format: int64 */
            rev: number;
            text: string;
            /** @description A fact's key, or words: what guests ask about when they are told it. */
            topic: string;
            /** Format: date-time */
            until: string;
            updated_by?: string;
        };
        NoticeBody: {
            /**
             * Format: date-time
             * @description Absent: now.
             */
            from?: string;
            language?: string;
            /**
             * Format: int64
             * @description The one that was edited.
             */
            rev?: number;
            text: string;
            topic: string;
            /**
             * Format: date-time
             * @description At most 7 days from now.
             */
            until: string;
        } & {
            [key: string]: unknown;
        };
        Notices: {
            notices: components["schemas"]["Notice"][];
        };
        OfferInputBody: {
            /** @enum {string} */
            choice: "keep_chatting" | "keep_waiting" | "ask_meanwhile";
        };
        OfferedNow: {
            /** @description Human Chat is shown, where the settings say. */
            button: boolean;
            /**
             * Format: date-time
             * @description When the hours change it next; people on duty may change it before.
             */
            changes_at?: string;
            /**
             * @description What asking leads to. Where live chat is off, guests who ask leave a message too.
             * @enum {string}
             */
            offer: "human" | "leave_message" | "off";
            /** @description The same in words, in English. */
            sentence: string;
            /**
             * @description Why asking leads to no person; chain_only: nobody can be reached, but the chain is called.
             * @enum {string}
             */
            why: "" | "switched_off" | "withheld" | "outside_hours" | "nobody_on_duty" | "chain_only";
        };
        OnInputBody: {
            on: boolean;
        };
        Opportunity: {
            /** Format: int64 */
            days?: number;
            /** Format: date */
            from?: string;
            /** @enum {string} */
            kind: "group" | "event" | "wedding" | "long_stay";
            /** Format: int64 */
            nights?: number;
            /** Format: int64 */
            persons?: number;
            /** Format: int64 */
            rooms?: number;
            /** Format: date */
            to?: string;
            /** @description Where no day was told: a month (2027-06), or the guest's own words. */
            when?: string;
            /** @description What it may bring by the property's private planning rates; absent where too little is known. */
            worth?: components["schemas"]["Worth"];
        };
        OpportunityChange: {
            on?: boolean;
            /** Format: int64 */
            person_day?: number;
            /** Format: int64 */
            ring_from?: number;
            /** Format: int64 */
            room_night?: number;
            /** @description Of the settings that the change was made from. Without one the last to save wins. */
            version?: string;
        } & {
            [key: string]: unknown;
        };
        OpportunitySettings: {
            /** @description The property's; read only. */
            currency: string;
            /** @description The assistant recognises opportunities, asks three questions at most and opens a ticket. */
            on: boolean;
            /**
             * Format: int64
             * @description Planned for one person and day of an event; 0 is not said.
             */
            person_day: number;
            /**
             * Format: int64
             * @description The worth from which one rings like a request for a person; 0 is never.
             */
            ring_from: number;
            /**
             * Format: int64
             * @description Planned for one room and night, in whole units of the currency; 0 is not said.
             */
            room_night: number;
            /** @description What was read. Sent back with a change it is refused (409, reason settings_changed, by and ms) where somebody has changed these settings since. */
            version: string;
        };
        Page: {
            title?: string;
            url: string;
        };
        PageSeen: {
            /** Format: date-time */
            at: string;
            title?: string;
            url: string;
        };
        PassageWords: {
            id: string;
            text: string;
            title: string;
        };
        PasswordBody: {
            password: string;
        };
        PastTalk: {
            id: string;
            preview?: string;
            /** Format: date-time */
            started_at: string;
            /** @enum {string} */
            status: "open" | "resolved";
        };
        PauseWish: {
            booking_link?: string;
            name?: string;
            /** Format: int64 */
            pause_ms?: number;
        } & {
            [key: string]: unknown;
        };
        Person: {
            active: boolean;
            /**
             * @description What they say; it holds only while they are in reach.
             * @enum {string}
             */
            duty: "online" | "away" | "dnd";
            email: string;
            id: string;
            /** Format: date-time */
            last_seen?: string;
            name: string;
            properties: string[];
            /**
             * @description At a screen that was heard from lately, or nowhere.
             * @enum {string}
             */
            reach: "screen" | "none";
            /** @enum {string} */
            role: "agent" | "knowledge_manager" | "admin" | "operator";
        };
        Place: {
            address?: string;
            /** Format: double */
            latitude: number;
            /** Format: double */
            longitude: number;
            name?: string;
            url?: string;
        };
        PreChat: {
            enabled: boolean;
            fields: string[];
            policy_url: string;
            why: string;
        };
        PreWish: {
            enabled?: boolean;
            fields?: string[];
            policy_url?: string;
            why?: string;
        } & {
            [key: string]: unknown;
        };
        PreferenceChange: {
            /** @enum {string} */
            density?: "comfortable" | "compact";
            locale?: string;
            /** @enum {string} */
            send_key?: "enter" | "mod_enter";
            shortcuts?: boolean;
            /** @enum {string} */
            sound_live?: "every" | "first_after_quiet" | "off";
            /** @enum {string} */
            theme?: "system" | "light" | "dark";
            /** Format: double */
            volume?: number;
        };
        Preferences: {
            /** @enum {string} */
            density: "comfortable" | "compact";
            locale: string;
            /** @enum {string} */
            send_key: "enter" | "mod_enter";
            shortcuts: boolean;
            /** @enum {string} */
            sound_live: "every" | "first_after_quiet" | "off";
            /** @enum {string} */
            theme: "system" | "light" | "dark";
            /** Format: double */
            volume: number;
        };
        /** @description RFC 9457 problem document. Members beside the required ones depend on the code. */
        Problem: {
            /** @description Who has the conversation (code taken), or changed the settings meanwhile (code conflict, reason settings_changed). */
            by?: {
                id?: string;
                name?: string;
            };
            /** @description Stable name of the refusal, for programs. */
            code: string;
            /** @description A sentence for people that says what to do. */
            detail: string;
            /** @description The wrong fields of the request. */
            errors?: components["schemas"]["Field"][];
            /** @description How long ago they took it, or changed it, in milliseconds. */
            ms?: number;
            /** @description Refines closed and conflict. */
            reason?: string;
            /** @description Names the request in the server's log (code internal). */
            request_id?: string;
            /** @description Seconds until it is worth trying again. */
            retry_after?: number;
            /**
             * Format: int64
             * @description The HTTP status.
             */
            status: number;
            /** @description The status in words. */
            title: string;
            /** @description Always about:blank: the code tells more. */
            type: string;
        } & {
            [key: string]: unknown;
        };
        PromiseRequest: {
            /**
             * Format: int64
             * @description 1 to 15; absent or 0: 3.
             */
            minutes?: number;
            request_id: string;
        };
        Proof: {
            /** @description Its number. */
            booking?: string;
            /**
             * @description Somebody at the desk has seen it; a link that the property signed; the guest named number, surname and arrival.
             * @enum {string}
             */
            by: "agent" | "link" | "form";
            /** Format: date-time */
            until: string;
        };
        PropertyList: {
            properties: components["schemas"]["MyProperty"][];
        };
        PropertyStruct: {
            language: string;
            name: string;
            timezone: string;
        };
        PropertyTally: {
            /** Format: int64 */
            accepted: number;
            /** Format: int64 */
            broken: number;
            /**
             * Format: int64
             * @description By the guest.
             */
            cancelled: number;
            /** @description Why the missed ones were, each once: outside_hours, nobody_on_duty, no_device, no_reaction, cannot_now, promise_broken, guest_left, switched_off. Those that did not occur are left out. */
            causes: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description By the desk, without an accept.
             */
            closed: number;
            /** Format: int64 */
            kept: number;
            /** Format: int64 */
            missed: number;
            /**
             * Format: int64
             * @description Ringing or promised now.
             */
            open: number;
            /** Format: int64 */
            promised: number;
            property_id: string;
            /** Format: int64 */
            requests: number;
            /**
             * Format: int64
             * @description From ring to accept: half of the accepted had a person within it.
             */
            wait_p50_ms?: number;
            /** Format: int64 */
            wait_p95_ms?: number;
        };
        Proposal: {
            /** Format: date-time */
            at: string;
            /** @description Two sources, or a source and what is said now, do not agree. */
            conflict: boolean;
            entry?: components["schemas"]["EntryContent"];
            /** @description What is proposed. */
            fact?: components["schemas"]["Fact"];
            id: string;
            /** @enum {string} */
            kind: "fact" | "entry";
            /** @description What is said now. */
            now?: components["schemas"]["Fact"];
            /** @description copy:PROPERTY, page:ADDRESS, import:ID … */
            source: string;
            /** @enum {string} */
            state: "open" | "taken" | "refused";
            /** @description The fact's key, or the entry's id; empty for a new one. */
            subject: string;
            title: string;
        };
        Proposals: {
            /** @description Questions to which guests are told two answers; the first 100. */
            disagreements: components["schemas"]["Disagreement"][];
            proposals: components["schemas"]["Proposal"][];
        };
        ProposalsDecided: {
            /** Format: int64 */
            decided: number;
        };
        PushKey: {
            /** @description The installation's VAPID public key, base64url. */
            key: string;
        };
        PushSubscription: {
            id: string;
        };
        PushWish: {
            /** @description Names this browser; it makes the name up and keeps it. */
            device: string;
            endpoint: string;
            keys: components["schemas"]["PushWishKeysStruct"];
            /** @description In which it is told things. */
            language?: string;
            /** @description What its owner calls it; empty takes the browser's and the system's names. */
            name?: string;
        };
        PushWishKeysStruct: {
            auth: string;
            p256dh: string;
        };
        PutBookingSettingsRequest: {
            /** Format: int64 */
            keep_days: number;
            /** @description Of the settings that the change was made from. Without one the last to save wins. */
            version?: string;
        } & {
            [key: string]: unknown;
        };
        PutFactRequest: {
            details?: string;
            /**
             * Format: int64
             * @description The one that was edited. Where another stands there now, the answer is a conflict with it; absent, it is overwritten.
             */
            rev?: number;
            /** @description Where it was taken from, where something is confirmed. */
            source?: string;
            /** @enum {string} */
            state: "yes" | "no" | "unknown";
            /** @description What it says in figures, as it is read; without it, it says nothing in figures any more. */
            value?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        PutKnowledgeSettingsRequest: {
            /** @description Empty: nobody. */
            parent_id?: string;
        } & {
            [key: string]: unknown;
        };
        Quote: {
            /** @enum {string} */
            author?: "guest" | "assistant" | "agent" | "system";
            entry_id?: string;
            text?: string;
        };
        RatingInputBody: {
            comment?: string;
            /** Format: int64 */
            stars: number;
        };
        Reaction: {
            /** @enum {string} */
            by: "guest" | "agent";
            emoji: string;
        };
        ReadInputBody: {
            /** Format: int64 */
            seq: number;
        };
        Realtime: {
            url: string;
        };
        Referral: {
            ad_id?: string;
            ref?: string;
            source?: string;
            title?: string;
            url?: string;
        };
        ReplyToTicketRequest: {
            /** @description Your own id of it: a repeat is answered as the first one was. */
            client_id: string;
            /**
             * @description Where you were told that it goes. Where it would go elsewhere by now it is refused (conflict; reason says where) instead of, say, taking over a chat.
             * @enum {string}
             */
            how?: "live" | "channel" | "email";
            text: string;
        };
        Request: {
            ended?: string;
            /** Format: date-time */
            ended_at?: string;
            id: string;
            /** @enum {string} */
            kind: "person" | "transfer" | "emergency";
            /** Format: date-time */
            opened_at: string;
            promised_by?: string;
            /** Format: int64 */
            remaining_ms: number;
            /** @enum {string} */
            state: "ringing" | "promised" | "ended";
            /** Format: int64 */
            total_ms: number;
        };
        RequestReport: {
            /** @description Those on which somebody asked. */
            channels: components["schemas"]["ChannelTally"][];
            /** @description Every day of the period. */
            days: components["schemas"]["DayTally"][];
            /**
             * Format: date
             * @description The first day, by each property's own calendar.
             */
            from: string;
            /** @description Seven weekdays, Sunday first, of 24 hours. */
            heat: components["schemas"]["HourTally"][][];
            /** @description 24, by the property's own clock. */
            hours: components["schemas"]["RequestTally"][];
            /** @description The latest of the missed, the newest first; the CSV has all. */
            missed: components["schemas"]["MissedRequest"][];
            properties: components["schemas"]["PropertyTally"][];
            /**
             * Format: date
             * @description The last day.
             */
            to: string;
            total: components["schemas"]["RequestTally"];
            /** @description Seven, Sunday first. */
            weekdays: components["schemas"]["RequestTally"][];
        };
        RequestTally: {
            /** Format: int64 */
            accepted: number;
            /** Format: int64 */
            broken: number;
            /**
             * Format: int64
             * @description By the guest.
             */
            cancelled: number;
            /** @description Why the missed ones were, each once: outside_hours, nobody_on_duty, no_device, no_reaction, cannot_now, promise_broken, guest_left, switched_off. Those that did not occur are left out. */
            causes: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description By the desk, without an accept.
             */
            closed: number;
            /** Format: int64 */
            kept: number;
            /** Format: int64 */
            missed: number;
            /**
             * Format: int64
             * @description Ringing or promised now.
             */
            open: number;
            /** Format: int64 */
            promised: number;
            /** Format: int64 */
            requests: number;
            /**
             * Format: int64
             * @description From ring to accept: half of the accepted had a person within it.
             */
            wait_p50_ms?: number;
            /** Format: int64 */
            wait_p95_ms?: number;
        };
        ResetFor: {
            email: string;
        };
        RevBody: {
            /**
             * Format: int64
             * @description The one that was looked at.
             */
            rev?: number;
        } & {
            [key: string]: unknown;
        };
        Ring: {
            channel?: string;
            /** @description Absent on tests and drills. */
            conversation_id?: string;
            /** @description This person said Can't now. */
            declined: boolean;
            /** @description The device that a test rings; all others keep still. */
            device?: string;
            /** @enum {string} */
            end?: "accepted" | "cancelled" | "closed" | "expired" | "confirmed" | "done";
            /** Format: date-time */
            ended_at?: string;
            ended_by?: components["schemas"]["Who"];
            /**
             * Format: date-time
             * @description When it ends by itself; absent where it rings until somebody has it.
             */
            ends_at?: string;
            /** @description This person is called. */
            for_me: boolean;
            /** @description Who transferred, was lost, was relieved or ended the shift. */
            from?: components["schemas"]["Who"];
            guest: components["schemas"]["Caller"];
            /** @description The guest is not on the page any more. */
            guest_left: boolean;
            /** @description The request's id, or the alarm's, look's, test's or drill's own. */
            id: string;
            /** @enum {string} */
            kind: "person" | "transfer" | "emergency" | "alarm" | "attention" | "test" | "drill";
            language?: string;
            /** @description What the assistant had no answer to; absent where it had. */
            missing?: string;
            /** @description Of a transfer. */
            note?: string;
            /** Format: date-time */
            opened_at: string;
            promised_by?: components["schemas"]["Who"];
            /** Format: date-time */
            promised_until?: string;
            /** @description Absent on tests. */
            property_id?: string;
            /** @description What the guest last wrote. */
            question?: string;
            /** Format: int64 */
            remaining_ms: number;
            /** @enum {string} */
            state: "ringing" | "promised" | "ended";
            /**
             * Format: int64
             * @description How many steps of the property's chain were called.
             */
            step: number;
            /** @description Whom a transfer is meant for; absent: everyone. */
            target?: string;
            /**
             * Format: int64
             * @description How long the ring runs as a whole; 0 where it has no end.
             */
            total_ms: number;
            /** @description No device has confirmed it within five seconds, nor since. */
            unheard: boolean;
            /**
             * @description Of attention: why a person should look.
             * @enum {string}
             */
            why?: "opportunity" | "angry" | "repeated" | "unanswered" | "unhappy";
        };
        Rings: {
            /** @description Expired within ten minutes, their guests still there and nobody come since. */
            missed: components["schemas"]["Ring"][];
            /** @description Open ones, the oldest first. */
            rings: components["schemas"]["Ring"][];
        };
        SendInputBody: {
            /** @description Your own id of it: a repeat is answered with the first one's receipt. */
            client_id: string;
            /** @description Ids of files uploaded before. */
            files?: string[];
            /** @description The page of the website that the guest is on. */
            page?: string | {
                title?: string;
                url?: string;
            };
            /** @description The entry whose suggestion was pressed. The text is what counts. */
            suggestion?: string;
            /** @description 1 to 4000 characters; may be absent with files. */
            text?: string;
        };
        Sent: {
            /** Format: date-time */
            at: string;
            conversation_id: string;
            /**
             * Format: int64
             * @description The control epoch after it.
             */
            epoch: number;
            id: string;
            /** Format: int64 */
            seq: number;
        };
        SentTemplate: {
            language: string;
            name: string;
        };
        Service: {
            enabled: boolean;
            /** Format: int64 */
            first_wait_seconds: number;
            /**
             * Format: int64
             * @description How many chats an agent holds at most; 0 is no limit.
             */
            held_limit: number;
            /** @description The assistant answers while the guest waits. */
            helps_while_waiting: boolean;
            hours: components["schemas"]["ChatHours"];
            /** @description The reminder makes no sound. */
            quiet_reminder: boolean;
            /** @description A guest may wait also while nobody can be reached: the chain is called. */
            regardless: boolean;
            /**
             * Format: int64
             * @description … and somebody else is rung.
             */
            relief_minutes: number;
            /**
             * Format: int64
             * @description An agent in control who does not answer is reminded.
             */
            reminder_minutes: number;
            /** Format: int64 */
            second_wait_seconds: number;
            /**
             * @description Where Human Chat stands. Asking in words always works.
             * @enum {string}
             */
            show: "cannot_help" | "always" | "asked";
            /** @description Human Chat stands there also while nobody can be reached, and leads to leaving a message. */
            show_regardless: boolean;
        };
        ServiceWish: {
            enabled?: boolean;
            /** Format: int64 */
            first_wait_seconds?: number;
            /** Format: int64 */
            held_limit?: number;
            helps_while_waiting?: boolean;
            hours?: components["schemas"]["HoursWish"];
            quiet_reminder?: boolean;
            regardless?: boolean;
            /** Format: int64 */
            relief_minutes?: number;
            /** Format: int64 */
            reminder_minutes?: number;
            /** Format: int64 */
            second_wait_seconds?: number;
            show?: string;
            show_regardless?: boolean;
        } & {
            [key: string]: unknown;
        };
        Session: {
            address: string;
            /** Format: date-time */
            created_at: string;
            /** @description It is the one that asks. */
            current: boolean;
            device: string;
            id: string;
            /** Format: date-time */
            last_seen: string;
        };
        SessionInputBody: {
            /** @description The token of a link by which the guest came; one that proves nothing is passed over. */
            booking?: string;
            /** @description The answer to a challenge. */
            challenge?: components["schemas"]["Solution"];
            /** @description The property's widget key. */
            key: string;
            /** @description BCP 47; else Accept-Language counts. */
            locale?: string;
            /** @description The page of the website that the guest is on. */
            page?: string | {
                title?: string;
                url?: string;
            };
            /** @description A trial by the people who set the property up; from our own pages only. */
            test?: boolean;
            /** @description IANA name of the guest's time zone. */
            timezone?: string;
        };
        Sessions: {
            sessions: components["schemas"]["Session"][];
        };
        SetUp: {
            demo: boolean;
            /** @enum {string} */
            duty: "online" | "away" | "dnd";
            /**
             * Format: date-time
             * @description When Online ends by itself.
             */
            duty_until?: string;
            email: string;
            /**
             * Format: int64
             * @description Chats under this person's control.
             */
            held: number;
            /** @description The new property's page with the widget, for a first test question. */
            hosted_url: string;
            id: string;
            /** @description The servers of this installation hear each other late, because Redis is lost. Told to Admins and Operators. */
            late: boolean;
            /**
             * Format: int64
             * @description How many there may be; 0 is no limit.
             */
            limit: number;
            name: string;
            /** @description The actions that the role allows. */
            permissions: string[];
            preferences: components["schemas"]["Preferences"];
            properties: components["schemas"]["MyProperty"][];
            /** @description What guests read; empty takes the first word of the name. */
            public_name: string;
            realtime: components["schemas"]["Realtime"];
            /** @enum {string} */
            role: "agent" | "knowledge_manager" | "admin" | "operator";
            /** @description This request came over https. Without it browsers allow no notifications and no push (but on the very machine that serves). */
            secure: boolean;
            version: string;
        };
        Settings: {
            assistant: components["schemas"]["Assistant"];
            /** @description Two letters on every tag. */
            code: string;
            currency: string;
            default_language: string;
            email: string;
            /** @description A page with the chat that needs no website; read only. */
            hosted_url: string;
            /** Format: int64 */
            hue: number;
            human: components["schemas"]["HumanChat"];
            id: string;
            /** @description The widget's public key; read only. */
            key: string;
            languages: string[];
            live_chat: components["schemas"]["LiveChat"];
            look: components["schemas"]["Look"];
            name: string;
            phone: string;
            pre_chat: components["schemas"]["PreChat"];
            privacy_url: string;
            /** @description Websites that carried the widget, the latest first; read only. */
            seen: components["schemas"]["SiteVisit"][];
            /** @description Origins that may carry the widget. */
            sites: string[];
            /** @description What goes into the website's pages; read only. */
            snippet: string;
            timezone: string;
            /** @description What was read. Sent back with a change it is refused (409, reason settings_changed, by and ms) where somebody has changed these settings since. */
            version: string;
        };
        SettingsChange: {
            assistant?: components["schemas"]["PauseWish"];
            code?: string;
            currency?: string;
            default_language?: string;
            email?: string;
            /** Format: int64 */
            hue?: number;
            human?: components["schemas"]["HumanWish"];
            languages?: string[];
            live_chat?: components["schemas"]["LiveWish"];
            look?: components["schemas"]["LookWish"];
            name?: string;
            phone?: string;
            pre_chat?: components["schemas"]["PreWish"];
            privacy_url?: string;
            sites?: string[];
            timezone?: string;
            /** @description Of the settings that the change was made from. Without one the last to save wins. */
            version?: string;
        } & {
            [key: string]: unknown;
        };
        SetupInputBody: {
            email: string;
            name: string;
            password: string;
            property: components["schemas"]["PropertyStruct"];
            token: string;
        };
        SetupState: {
            needed: boolean;
        };
        Shared: {
            id?: string;
            kind: string;
            title?: string;
            url?: string;
        };
        Sheet: {
            /** Format: date-time */
            at: string;
            held: components["schemas"]["SheetLine"][];
            id: string;
            missed: components["schemas"]["SheetLine"][];
            note?: string;
            person: components["schemas"]["Who"];
            promised: components["schemas"]["SheetLine"][];
            waiting: components["schemas"]["SheetLine"][];
        };
        SheetLine: {
            conversation_id: string;
            /** @description The guest's name; empty where none is known. */
            guest: string;
            property_id: string;
            /** @description What the guest last wrote, by now. */
            question?: string;
        };
        Shift: {
            held: components["schemas"]["Card"][];
            /** @description Expired within twelve hours, and nobody has come since. */
            missed: components["schemas"]["Ring"][];
            promised: components["schemas"]["Card"][];
            /** @description Of the last two days, the newest first. */
            sheets: components["schemas"]["Sheet"][];
            waiting: components["schemas"]["Ring"][];
        };
        Shortcut: {
            id: string;
            language?: string;
            name: string;
            /** @description Absent: for all properties. */
            property_id?: string;
            /** @enum {string} */
            scope: "personal" | "shared";
            /** @description May hold {{guest.first_name|there}}, {{agent.name}}, {{property.name}}. */
            text: string;
        };
        ShortcutBody: {
            language?: string;
            name: string;
            property_id?: string;
            /** @enum {string} */
            scope: "personal" | "shared";
            text: string;
        } & {
            [key: string]: unknown;
        };
        Shortcuts: {
            shortcuts: components["schemas"]["Shortcut"][];
        };
        SilentDevice: {
            /** @enum {string} */
            kind: "screen" | "phone";
            name: string;
            problems: string[];
        };
        SilentPerson: {
            devices: components["schemas"]["SilentDevice"][];
            id: string;
            name: string;
            /** @description Of all their devices; device: there is none. */
            problems: string[];
            /** @description Another device of theirs rings. */
            rings: boolean;
        };
        SiteVisit: {
            /** Format: date-time */
            at: string;
            site: string;
        };
        SkippedPage: {
            address: string;
            /**
             * @description The same for programs.
             * @enum {string}
             */
            code?: "bomb" | "broken" | "busy" | "circle" | "cut_off" | "elsewhere" | "encrypted" | "format" | "given_up" | "gone" | "insecure" | "inside" | "memory" | "no_address" | "no_page" | "no_robots" | "no_text" | "not_now" | "old_word" | "ours" | "page_too_large" | "reader_busy" | "robots" | "status" | "tired" | "too_large" | "too_long" | "too_many_pages" | "unreachable";
            /** @description Why, for people who read English. */
            reason: string;
            /**
             * Format: int64
             * @description What the site answered, where that is why.
             */
            status?: number;
        };
        Solution: {
            nonce: string;
            salt: string;
        };
        Source: {
            id: string;
            /** @enum {string} */
            kind: "fact" | "entry" | "passage" | "notice" | "tool";
            title: string;
        };
        SourcePassage: {
            gone: boolean;
            id: string;
            language?: string;
            page: string;
            source_id: string;
            /** @enum {string} */
            state: "draft" | "approved" | "refused";
            text: string;
            title: string;
            /** @description What is told until this draft is approved. */
            was?: components["schemas"]["PassageWords"];
        };
        StartBellTestRequest: {
            device: string;
        };
        StartDrillRequest: {
            property: string;
        };
        StartImportRequest: {
            /** @description Tell guests at once; else entries are drafts and facts are proposed. */
            publish?: boolean;
            /** @description Import what can be read although some rows cannot. */
            rest?: boolean;
        } & {
            [key: string]: unknown;
        };
        Suggestion: {
            id: string;
            text: string;
        };
        SummarizeRequest: {
            /** @description Of the summary (BCP 47). */
            language: string;
        };
        Team: {
            invitations: components["schemas"]["Invitation"][];
            people: components["schemas"]["Person"][];
        };
        TeamLink: {
            id?: string;
            url: string;
        };
        Template: {
            category: string;
            language: string;
            name: string;
            parts: components["schemas"]["TemplatePart"][];
            /** @description approved, or why it may not be sent: paused, rejected, pending, not_supported, … */
            status: string;
        };
        TemplateInputBody: {
            /** @description Your own id of it: a repeat is answered with the first one's receipt. */
            client_id: string;
            /**
             * Format: int64
             * @description The control epoch last seen; absent takes the present one.
             */
            epoch?: number;
            template: components["schemas"]["FilledTemplate"];
        };
        TemplateList: {
            /**
             * Format: date-time
             * @description When the channel told them.
             */
            at: string;
            templates: components["schemas"]["Template"][];
        };
        TemplatePart: {
            /** @description The variables. That of a file is its https address, that of a button the end of its address or its code. */
            blanks?: string[];
            /** @description Of a header: text, image, document, video; of a button: quick_reply, url, … */
            format?: string;
            /**
             * Format: int64
             * @description Of a button.
             */
            index?: number;
            /** @description header, body, footer or button */
            kind: string;
            /** @description With {{1}} or {{name}} where a variable stands. */
            text: string;
        };
        TestChainRequest: {
            /**
             * Format: int64
             * @description Its place in the chain, from 0.
             */
            step: number;
        };
        TestMailRequest: {
            /** @description Yourself if absent. */
            to?: string;
        };
        TextLimit: {
            /** Format: int64 */
            max: number;
            /** @enum {string} */
            unit: "characters" | "bytes";
        };
        Thread: {
            owner: string;
        };
        ThreadInputBody: {
            /** @description The property's widget key. */
            key: string;
            /** @description BCP 47; else Accept-Language counts. */
            locale?: string;
            /** @description What stands behind #thread= in the link. */
            token: string;
        };
        Ticket: {
            /**
             * Format: date-time
             * @description When the guest answered by e-mail, as long as nobody of the desk did anything since.
             */
            answered_at?: string;
            /** @description The id of whoever has it. */
            assignee?: string;
            assignee_name?: string;
            /**
             * @description left: the guest left a message; guest_left: the guest asked for a person and had gone when nobody came; mail: the guest answered an e-mail.
             * @enum {string}
             */
            cause: "left" | "guest_left" | "mail";
            /** @enum {string} */
            channel: "web" | "messenger" | "instagram" | "whatsapp" | "api";
            /** @description Its thread. */
            conversation_id?: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            due?: string;
            email: string;
            /**
             * @description Where a reply would go now.
             * @enum {string}
             */
            how: "live" | "channel" | "email" | "none";
            language: string;
            /** @description The guest's, as they said it. */
            name: string;
            /**
             * Format: int64
             * @description Guests know it by this number.
             */
            number: number;
            /** @description What makes it a group enquiry: what the guest has in mind. Absent of other tickets. */
            opportunity?: components["schemas"]["Opportunity"];
            phone: string;
            /** @enum {string} */
            priority: "low" | "normal" | "high" | "urgent";
            property_id: string;
            /**
             * Format: date-time
             * @description What the guest was promised.
             */
            reply_by?: string;
            /** @enum {string} */
            status: "new" | "open" | "waiting" | "done";
            test: boolean;
            text: string;
            /** Format: date-time */
            updated_at: string;
            /**
             * @description Why it would go nowhere.
             * @enum {string}
             */
            why?: "no_address" | "no_mail";
        };
        TicketChange: {
            /** @description A person's id; empty is nobody. */
            assignee?: string;
            /** @description RFC 3339; empty is never. */
            due?: string;
            /** @enum {string} */
            priority?: "low" | "normal" | "high" | "urgent";
            /** @enum {string} */
            status?: "new" | "open" | "waiting" | "done";
        };
        TicketCounts: {
            /** Format: int64 */
            all: number;
            /** Format: int64 */
            done: number;
            /**
             * Format: int64
             * @description One's own that are not done.
             */
            mine: number;
            /** Format: int64 */
            new: number;
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            waiting: number;
        };
        TicketDetail: {
            /**
             * Format: date-time
             * @description When the guest answered by e-mail, as long as nobody of the desk did anything since.
             */
            answered_at?: string;
            /** @description The id of whoever has it. */
            assignee?: string;
            assignee_name?: string;
            /**
             * @description left: the guest left a message; guest_left: the guest asked for a person and had gone when nobody came; mail: the guest answered an e-mail.
             * @enum {string}
             */
            cause: "left" | "guest_left" | "mail";
            /** @enum {string} */
            channel: "web" | "messenger" | "instagram" | "whatsapp" | "api";
            /** @description Its thread. */
            conversation_id?: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            due?: string;
            email: string;
            /**
             * @description Where a reply would go now.
             * @enum {string}
             */
            how: "live" | "channel" | "email" | "none";
            language: string;
            lines: components["schemas"]["TicketLine"][];
            /** @description The guest's, as they said it. */
            name: string;
            /**
             * Format: int64
             * @description Guests know it by this number.
             */
            number: number;
            /** @description What makes it a group enquiry: what the guest has in mind. Absent of other tickets. */
            opportunity?: components["schemas"]["Opportunity"];
            /** @description To whom it can be given. */
            people: components["schemas"]["Who"][];
            phone: string;
            /** @enum {string} */
            priority: "low" | "normal" | "high" | "urgent";
            property_id: string;
            /**
             * Format: date-time
             * @description What the guest was promised.
             */
            reply_by?: string;
            /** @enum {string} */
            status: "new" | "open" | "waiting" | "done";
            test: boolean;
            text: string;
            /** Format: date-time */
            updated_at: string;
            /**
             * @description Why it would go nowhere.
             * @enum {string}
             */
            why?: "no_address" | "no_mail";
        };
        TicketLine: {
            /** @description Where a guest's mail came from, if not from the ticket's address. */
            address?: string;
            /** Format: date-time */
            at: string;
            /** @description Who of the desk did it; absent for the guest and for Deskbell itself. */
            by?: components["schemas"]["Who"];
            client_id?: string;
            /**
             * @description opportunity: the guest told more of it, in text.
             * @enum {string}
             */
            field?: "status" | "priority" | "assignee" | "due" | "opportunity";
            from?: string;
            /** @description Of an assignee. */
            from_name?: string;
            /**
             * @description Where a reply went.
             * @enum {string}
             */
            how?: "live" | "channel" | "email";
            id: string;
            /** @enum {string} */
            kind: "note" | "reply" | "mail" | "bounce" | "change";
            /** @description What a mail carried beside its text: it stays in the mailbox. */
            left?: string[];
            /** @description The e-mail that took a reply. */
            mail?: components["schemas"]["TicketMail"];
            /** Format: int64 */
            n: number;
            text?: string;
            to?: string;
            to_name?: string;
        };
        TicketList: {
            /** @description Over all of one's properties, whatever the filter. */
            counts: components["schemas"]["TicketCounts"];
            /** @description Asks for the next page; absent on the last. */
            cursor?: string;
            tickets: components["schemas"]["Ticket"][];
        };
        TicketMail: {
            error?: string;
            /**
             * @description uncertain: it may not have arrived, and is not sent again by itself.
             * @enum {string}
             */
            state: "queued" | "sending" | "sent" | "uncertain" | "failed";
            to: string;
        };
        TicketReply: {
            /** @enum {string} */
            how: "live" | "channel" | "email";
        };
        TicketWords: {
            /** @description Your own id of it: a repeat is answered as the first one was. */
            client_id: string;
            text: string;
        };
        Tool: {
            /** @description The JSON schema of the arguments, as text. */
            arguments?: string;
            /** @description Only for guests whose booking is proven. */
            booked_only?: boolean;
            /** @description What can be asked, for the language model. */
            description: string;
            /** @description Arguments that the property sets, which no model sees or changes. {guest}, {conversation}, {property} and {language} stand for this session's. */
            fixed?: {
                [key: string]: string;
            };
            /** @description Read only. */
            health: components["schemas"]["AnswerHealth"];
            /** @enum {string} */
            method?: "" | "GET" | "POST";
            name: string;
            /** @description It may be asked for guests. */
            on?: boolean;
            /** @description Asking changes nothing. Without it only a GET can be on. */
            only_reads?: boolean;
            /** @description What follows the service's address. {name} is an argument; the others go into the query, or with POST into the body. */
            path?: string;
            /** @description Of an MCP tool, as looking at the server told it. A tool that is another since is not asked. */
            seen?: string;
            /** @description Its answers are the property's own words: what they promise may be promised, and it may be asked about prices, allergens, access and health. */
            vouched?: boolean;
        };
        ToolService: {
            has_secret: boolean;
            /** @description The header in which its secret is sent. */
            header: string;
            id: string;
            /** @enum {string} */
            kind: "http" | "mcp";
            name: string;
            tools: components["schemas"]["Tool"][];
            /** @description What all addresses of its tools begin with, or an MCP server's endpoint (streamable HTTP). */
            url: string;
            /** @description What was read. Sent back with a change it is refused (409, reason settings_changed) where somebody has changed the service since. */
            version: string;
        };
        ToolServiceWish: {
            /** @description Authorization where it is left out. */
            header?: string;
            /** @enum {string} */
            kind: "http" | "mcp";
            name: string;
            /** @description As it is sent, such as Bearer abc. It is never shown again. Left out it stays as it is, but not with another host; empty takes it away. */
            secret?: string;
            tools?: components["schemas"]["ToolWish"][];
            url: string;
            version?: string;
        } & {
            [key: string]: unknown;
        };
        ToolServices: {
            /** @description A language model answers this property's guests: without one no tool is asked. */
            asked: boolean;
            services: components["schemas"]["ToolService"][];
        };
        ToolTry: {
            /** @description Why there is no answer, as a stable word. */
            because?: string;
            /** @description What a language model would be told. */
            text?: string;
            /** Format: int64 */
            took_ms: number;
        };
        ToolWish: {
            /** @description The JSON schema of the arguments, as text. */
            arguments?: string;
            /** @description Only for guests whose booking is proven. */
            booked_only?: boolean;
            /** @description What can be asked, for the language model. */
            description: string;
            /** @description Arguments that the property sets, which no model sees or changes. {guest}, {conversation}, {property} and {language} stand for this session's. */
            fixed?: {
                [key: string]: string;
            };
            /** @enum {string} */
            method?: "" | "GET" | "POST";
            name: string;
            /** @description It may be asked for guests. */
            on?: boolean;
            /** @description Asking changes nothing. Without it only a GET can be on. */
            only_reads?: boolean;
            /** @description What follows the service's address. {name} is an argument; the others go into the query, or with POST into the body. */
            path?: string;
            /** @description Of an MCP tool, as looking at the server told it. A tool that is another since is not asked. */
            seen?: string;
            /** @description Its answers are the property's own words: what they promise may be promised, and it may be asked about prices, allergens, access and health. */
            vouched?: boolean;
        };
        TopicCount: {
            /**
             * Format: int64
             * @description Answers of the assistant in them.
             */
            answered: number;
            /**
             * Format: int64
             * @description In how many the guest asked for a person.
             */
            asked: number;
            /**
             * Format: int64
             * @description That began in the period.
             */
            conversations: number;
            /**
             * Format: int64
             * @description How often the assistant could not help.
             */
            not_answered: number;
            /**
             * @description Absent: none that is known.
             * @enum {string}
             */
            topic?: "arrival" | "rooms" | "food" | "leisure" | "families" | "way" | "services" | "money" | "rules";
        };
        TopicReport: {
            /**
             * Format: date
             * @description The first day, by each property's own calendar.
             */
            from: string;
            /**
             * Format: date
             * @description The last day.
             */
            to: string;
            /** @description Those that occurred, the most frequent first. */
            topics: components["schemas"]["TopicCount"][];
        };
        TranscriptInputBody: {
            email: string;
        };
        TransferRequest: {
            /** @description For the colleague; guests never see it. */
            note?: string;
            /** @description A colleague's id; absent: everyone. */
            target?: string;
        };
        Translation: {
            /** @description Numbers in it are not those of the original: have a look before it is sent. */
            figures: boolean;
            /** @description The language of the original, as far as it shows that. */
            from?: string;
            model: string;
            text: string;
        };
        TranslationWish: {
            /** @description The id of a message; or text. */
            entry?: string;
            text?: string;
            /** @description BCP 47. */
            to: string;
        };
        TrialInbox: {
            detail: string;
            ok: boolean;
        };
        TriedDevice: {
            /** @enum {string} */
            kind: "screen" | "phone";
            name: string;
            /** @description As in the bell check. */
            problems: string[];
        };
        TriedPerson: {
            /** @description A device confirmed that it sounded, a phone that it showed it. */
            heard: boolean;
            id: string;
            name: string;
            /** @description Devices that would not ring. */
            silent: components["schemas"]["TriedDevice"][];
            /**
             * @description Why nothing was rung: they may not answer guests here, or no device of theirs is in reach.
             * @enum {string}
             */
            why_not?: "role" | "device";
        };
        TroubledMail: {
            /** Format: date-time */
            at: string;
            error?: string;
            id: string;
            /** @enum {string} */
            kind: "reply" | "missed" | "transcript" | "call";
            /** @enum {string} */
            state: "uncertain" | "failed";
            /** Format: int64 */
            ticket?: number;
            to: string;
        };
        TryQuestionRequest: {
            language?: string;
            question: string;
        };
        TryResult: {
            answer?: string;
            /** Format: double */
            confidence: number;
            /** @enum {string} */
            decision: "answer" | "suggest" | "cannot_help" | "greeting" | "small_talk" | "wish" | "opportunity";
            sources: components["schemas"]["Source"][];
            suggestions: components["schemas"]["Suggestion"][];
        };
        TryToolRequest: {
            /** @description As JSON; {} where it is left out. */
            arguments?: string;
            tool: string;
        };
        TypingInputBody: {
            on: boolean;
        };
        Viewer: {
            id: string;
            name: string;
            typing?: boolean;
        };
        WebsiteBody: {
            address: string;
            /** Format: int64 */
            every_days?: number;
            language?: string;
            /** Format: int64 */
            max_pages?: number;
            name?: string;
        } & {
            [key: string]: unknown;
        };
        Who: {
            id: string;
            name: string;
        };
        Why: {
            /** @description What was looked up, where that is not what the guest wrote. */
            asked?: string;
            because?: string;
            /** @description Who made it: builtin, model or bot. */
            by?: string;
            /** Format: int64 */
            calls?: number;
            /** @description The pieces of knowledge that were looked at, the best first. */
            candidates: components["schemas"]["WhyCandidate"][];
            /** Format: double */
            confidence: number;
            decision: string;
            entry_id: string;
            /** @description Who was asked first and did not answer. */
            instead?: string;
            instructions?: string;
            language?: string;
            model?: string;
            /** @description The guest's message that it answers. */
            question?: string;
            /** @description What was weighed beside the likeness, each a stable word. */
            rules: string[];
            /** Format: int64 */
            tokens_in?: number;
            /** Format: int64 */
            tokens_out?: number;
            /** Format: int64 */
            took_ms: number;
            /** @description The services that were asked. */
            tools: components["schemas"]["WhyTool"][];
            /**
             * Format: double
             * @description How likely the guest wants a person.
             */
            wish?: number;
        };
        WhyCandidate: {
            id: string;
            kind: string;
            /** Format: double */
            score: number;
            title: string;
            /** @description The answer was taken from it. */
            used?: boolean;
        };
        WhyTool: {
            /** @description What was asked, as JSON, without what the property sets. */
            arguments?: string;
            /** @description Why there was no answer, as a stable word. */
            because?: string;
            name: string;
            service: string;
            /** Format: int64 */
            took_ms: number;
        };
        Window: {
            /**
             * Format: date-time
             * @description Until when a person may still write, where the account may.
             */
            human_until?: string;
            /** @description Prepared messages can be sent at any time. */
            templates?: boolean;
            /**
             * Format: date-time
             * @description Until when anything may be sent. Absent: the guest never wrote.
             */
            until?: string;
        };
        Worth: {
            /**
             * Format: int64
             * @description In whole units of the currency.
             */
            amount: number;
            /** @description How long it lasts is not known: one night or day is counted. */
            at_least?: boolean;
            currency: string;
            parts: components["schemas"]["WorthPart"][];
        };
        WorthPart: {
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            rate: number;
            /** Format: int64 */
            times: number;
            /** @enum {string} */
            unit: "room_nights" | "person_days";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
