"""English words people ask with, by their kinds; of a word of two kinds the first counts."""

from search.question.asides.kinds import Kind

ENGLISH: dict[Kind, str] = {
    "g": """
        hi, hello, hey, hii, hiya, yo, howdy, dear, hi there, hey there, hello there, um, uh, umm,
        er, erm, omg, lol, lmao, haha, dude, mate, bro, buddy, folks, sir, madam, ma'am, team,
        colleagues, gentlemen, comrades, dear sir or madam, sir or madam, okay, ok, so, greetings,
        sorry, apologies, good morning, good afternoon, good evening, good day, good, morning all,
        morning team, evening all, thanks, thank you, thanks a lot, thanks a bunch, thanks a
        million, thanks so much, thank you so much, thank you very much, many thanks, thanks in
        advance, thank you in advance, in advance, do you have image, do you have camera, have
        image, have video, somebody see, someone see, thank, anybody see, anyone see, somebody saw
        it, thx, tks, ty, ta, cheers, much appreciated, appreciated, please, pls, plz, asap, urgent,
        urgently, quick one, quick, quick question, sorry to bother you, sorry to bother, excuse me,
        any ideas, any idea, any luck, any help, if possible, if you can, if you could, if you have
        it, if you have any, if that's ok, if you'd be so kind, for me, kindly, would be great, that
        would be great, as soon as possible, oh, ah, hmm, btw, fyi, bother, xx, merci, gracias,
        danke, true or nah, do the needful, to whom it may concern, pardon the intrusion, bless you,
        i kid you not, can check or not, anything helps, any footage, any sightings, is there
        footage, is there any footage of it, do you have footage, god bless, sorry for the trouble,
        for the record, for my report, for the file, for my records, need for court, this is urgent,
        it's urgent, it is urgent, so much, very much, ever so much, ever, respected, namaste, oi,
        g'day, apparently, i mean, long story short, in short, to cut a long story short, to make a
        long story short, hurry please, please keep watch, nobody believes me but, whoever is on
        duty, is there any material, is there any footage, maybe, perhaps, possibly, probably,
        regardless of the date, regardless of date, whatever the date, would mean a lot, any
        sightings would mean a lot, if you would be so kind, please hurry, as urgent, worth
        checking, worth a look, any idea who to ask, by any chance, pardon me, appreciate it, and
        nothing else, or similar, or nearby, or thereabouts, allegedly, specifically, especially,
        mainly, likely, in particular, i need it today, be advised, please revert, revert, that's
        all, that is all, that's it, nothing else, and thanks, bye, bye bye, over and out, ta very
        much, no rush, when you can, when you get a chance, when you have a moment, if you get a
        chance, to the best of my recollection, to the best of my knowledge, to the best of my
        memory, if you don't mind, if you would, if you wouldn't mind, if you please, whenever you
        can, at your earliest convenience, with thanks, thank you kindly, hope you can help, hoping
        you can help, help me out, help us out, do you have pictures, do you have any pictures, do
        you have images, do you have any footage, do you have any video, do you have video, what do
        you have, what have you got, have you got anything, do you have anything, anything on
        camera, any pictures, any video, any photos, any clue, any clues, ten-four, 10-4, roger,
        roger that, copy that, any joy, any hits, any leads, any matches, any results, do advise,
        pls advise, please advise, please assist, kindly assist, kindly advise, request assistance,
        assistance requested, assistance required, footage required, do help, whenever you've a
        minute, reward offered, grateful for any images, grateful for any footage, grateful for any
        help, please say so, please say, on camera, on film, anything on film, video wanted, video
        required, help wanted, all units, units, can you check the camera, can you check the
        cameras, check the cameras, check the camera, check the cctv, can you check the cctv""",
    "m": "me, us",
    "e": """
        over, copy, fast""",
    "p": """
        i, we, you, anyone, anybody, our team, my team, my boss, my editor, our client, you
        guys, your system, the system, your archive, your records, your database, your
        office, your team, your colleagues, your officers, our desk, our office, our
        newsroom, my colleague, my colleagues, our colleagues, the operator, the team, the
        duty officer, the control room, dispatch, my client, my witness, my neighbour, the
        consulate, the embassy, the hospital, the school, the clinic, the insurer, the
        court, the bank, our unit, our section, our department, our division, our station,
        cameras, the cameras, the footage, anyone out there, anybody out there""",
    "s": """
        someone, somebody, people, it, him, her, them, he, she, they, that, this, there, one,
        others, other people""",
    "d": "might, is, are, was, were, do, does, did, has, have, had, didn't, doesn't, hasn't",
    "a": """
        can, could, would, may, shall, will, should, don't, am, be, love, wish, hope, hoping,
        trying, try, going, gonna, must, mind, able, possible, any chance, chance, let, let's,
        help, asked, asking, wondering, wonder, curious, i'd, i'm, i've, we'd, we're, we've,
        you've, you'd, it's, that's, ever, as part of""",
    "A": """
        need, needs, want, wants, would like, i'd like, we'd like, i'd love, like to, would
        love, wanna, want to, wants to, gotta, interested in, looking for, searching for,
        chasing, after, require, required, seeking, in search of, on the lookout for,
        requesting, request, keen on, 'm after, trying to, is trying to, are trying to, hoping
        to, wish to, wishes to, is after, are after, still after, got any, got, wanted to, have
        to, need to, needs to, needing to, is interested in, are interested in, looking to,
        attempting to, aiming to, we seek, hunting, tracing, tracking""",
    "R": """
        would be grateful for, most grateful for, ever so grateful for, grateful for, would
        appreciate, wishes to enquire about, would like to enquire about, trouble you for,
        requests, is requesting, are requesting, grateful if, obliged if, glad if, appreciate it
        if, obliged for, be obliged for, obliged for help with, grateful for help with, ask for,
        to ask for, ask after, enquire after, enquire about, inquire about, kindly advise, asks
        for, is asking for, we'd appreciate, i'd appreciate, would like details of, may we ask
        you to, he needs, she needs, he wants, she wants, they need, they want, boss wants, has
        asked me to, have asked me to, asked me to, asks me to, asked us to, would be grateful
        to, be grateful to, grateful to, is requested for, are requested for, it is requested
        that, it is asked that, we ask you to, i ask you to, we ask that you, we kindly ask you
        to, asks us to, ask us to, has asked us to, have asked us to, wants to see, embassy asks
        about, company wants, prosecutor wants, court requires, asks about, hq wants""",
    "v": """
        find, finding, show, search, look, check, list, get, give, display, identify,
        locate, pull, bring, trace, view, review, verify, confirm, retrieve, fetch, tell,
        see, let me see, go through, go over, look through, look into, scan, have a look,
        take a look, provide, send, run a search, dig, pull up, dig up, dig out, bring up,
        get hold of, look up, check out, find out, come up, flag, compile, establish,
        enquire, advise, respond, track down, hunt for, extract, export, filter, filter for,
        narrow down to, count, eyes on, looking at, re, regarding, spot, lookout for,
        seeing, enquiring, determine, ascertain, share, let me know, return, obtain,
        receive, monitor, try, telling, confirmed, verified, checked, track, investigate,
        investigating, go back, rewind, run, match, zoom in on, focus on, start with, chase
        up, hunt down, root out, call up, pick out, point out, mark, highlight, detect,
        collect, gather, report, reporting, recall, go, play back, replay, rewind to, trawl,
        trawl through, comb, comb through, sift through, produce, preserve, canvass, supply,
        furnish, release, double check, double-check, cross-check, recheck, skim, skim
        through, browse, fetch me, hunt, look back at, look back for, scroll, scroll
        through, scroll to, jump, jump to, skip to, target, single out, isolate, cut out,
        clip out, req, follow, play, show up""",
    "k": """
        seen, spot, spotted, know, knows, watch, catch, caught, searching, looking, checking,
        got, showing, pulled, track, hear, heard, remember, recognise, recognize, handed, found,
        have, do, hold, keep, come across, came across, received, happen to have, show, mention""",
    "S": """
        says, say if, say whether, claims, claims that, remembers, believes, thinks, know
        if, know whether, know about, confirm if, confirm whether, confirmation that, list
        of, a list of, counts of, details of, details on, a check on, check on, look into,
        looked up, any sighting of, recordings of, enquiring about, inquiring about, assist
        with, examine, tell our newsroom that, says that, wonder whether, wonder if,
        wondering whether, wondering if, they say, it is reported that, someone reported, a
        caller reported, caller reported, reportedly, ask about, to ask about, i write
        about, we write about, i am writing about, i'm writing about, requests help with,
        help with, states, states that, swears, swears that, signs that, keeps saying, kept
        saying, said that, told me, tells me, told us, adds that, insists that, mentions,
        reports that, recalls, there is said to have been, there are said to have been, is
        said to have been, said to have been, there is believed to have been, there is
        thought to have been, run a query for, run a search for, run a check for, run a
        check on, do a search for, a query for, appearances of, all appearances of, every
        appearance of, any appearance of, a check is requested for, a search is requested
        for, to be located, to be found, to be traced, to be identified, to be searched for,
        he saw, she saw, they saw, he noticed, she noticed, they noticed, he spotted, she
        spotted, he tells me, she tells me, they tell me, i watched, we watched, witness saw, witness says, someone
        saw, somebody saw, people saw, a witness saw, witnesses saw, i was told there was,
        we were told there was, i was told that, we were told that, i was told, i heard
        that, i heard there was, we need to know if there was, i need to know if, phoned us
        about, called us about, told us about, wrote to us about, the scene where, the
        moment when, the moment where, the part where, he describes, she describes, they
        describe, i am asking about, i'm asking about, asking about, we are asking about,
        instance of, every instance of, each instance of, any instance of, we received word
        of, received word of, information about, information regarding, details about, news
        of, news about, insists it was, insists that it was, complains about, complained
        about, testify to, testifies to, relays, relays that, tells us via me that, tells us
        that, have been asked to convey that, asked to convey that, reports a, describes a,
        describes an, she described is, he described is, she describes is, he describes is,
        word of, for word of, alleges, alleges that, saw, is there somebody who saw, is
        there anyone who saw, is there someone who saw, is there anybody who saw, is there
        anyone who has seen, police are looking for, officers are looking for, police seek,
        police want, investigators want, investigators are looking for, mention of, any
        mention of, leads on, any leads on, word on, any word on, there should be, there
        might be, there may have been, there must have been, there could have been, there
        might have been, i believe there was, i think there was, i believe i saw, i think i
        saw, witness reported, a witness reported, witnesses reported, witnesses describe,
        witness describes, a witness describes, a witness mentioned, witness mentioned, the
        caller described, caller described, caller saw, the caller saw, caller says, the
        caller says, victim described, the victim described, victim saw, the victim saw,
        victim mentions, someone mentioned, call about, a call about, got a call about, we
        got a call about, received a call about, in relation to, relation to, regard to,
        with regard to, movements of, the movements of, alert me to, keep an eye out for,
        watch for, watch out for, same for, noticed, notice, resident reported, residents
        reported, driver reported, neighbours mention, neighbour mentioned, patrol reports,
        patrol reported, we suspect, we believe, we think, it seems, it seems that, it looks
        like, it appears that, it appears, talk of, i read about, rumour has it, word is,
        locals say, residents say, neighbours say, people say, described as, resembling,
        anything resembling, anyone matching, anyone who looks like, anybody who looks like,
        people matching, matches for, anything matching, everyone who saw, i lost track of,
        we lost track of, wants to find, missing person, missing persons, witness mention,
        witnesses mention, any witness mention, any witnesses mention, sight of, any sight
        of, hint of, any hint of, clue about, any clue about, clues about, image of, an
        image of, any image of, photo of, a photo of, any photo of, picture of, a picture
        of, any picture of, moment with, the moment with, moments with, the moments with,
        scenes with, scenes of, shots of, search for, a search for, search requested for,
        witnesses to, hits for, results for, matches of, look at, a look at, get a look at,
        any joy with, proof that, evidence that, chance, there's a chance, possibility of,
        any possibility of, known about, reported about, what is known about, what has been
        reported about, what became of, question about, a question about, my question is
        about, enquiry about, inquiry about, it's about, this is about, this concerns, it
        concerns, i'm calling about, i am calling about, calling about, we are
        investigating, we are following, i'm chasing, prove that, find proof that, find
        evidence that, is it true that, is it true there was, is it right that, work out if,
        figure out if, work out whether, info on, info about, any info on, any info about,
        any information on, any information about, news on, any news on, number of, the
        number of, someone call in about, somebody call in about, anyone call in about, call
        in about, called in about, i'm told, i am told, we're told, we are told, i've been
        told, we've been told, we have been told, i have been told, i hear, i hear that, i'm
        told that, we are told that, we're told that, the moment, the exact moment, the
        moment at which, the exact moment when, the instant, the point at which, the point
        when, the time when, aware of, whereabouts of, the whereabouts of, anything known
        about, background on, the latest on, an update on, any update on, update on, proof
        of, the arrival of, clips where, clips in which, a report came in of, report came in
        of, reports came in of, a call came in about, call came in about, your help in, your
        help with, your assistance in, your assistance with, help in, assistance in,
        assistance with, requests your help in, requests your assistance in, i have a doubt
        that, i am having a doubt that, i have a feeling that, it is our case that, our case
        is that, it is alleged that, it is claimed that, it is believed that, it is said
        that, it is understood that, it was reported that, it was alleged that, suspect is
        a, suspect is an, the suspect is a, the suspect is an, subject is a, subject is an,
        the subject is a, vehicle is a, the vehicle is a, suspect vehicle is a, suspect was
        a, the suspect was a, target is a, the target is a, is looking for, are looking for,
        is searching for, are searching for, a check for, request a check for, we request a
        check for, it known whether, it known if, is it known whether, is it known if, do we
        know whether, do we know if, do you know whether, do you know if, a check of, a
        check at, we have reason to believe, we have reason to believe that, reason to
        believe that, have reason to believe that, i have reason to believe, i'm pretty
        sure, i am pretty sure, i'm sure, i am sure, we're sure, pretty sure, quite sure,
        i'm certain, i'm pretty sure that, i'm sure that, i am sure that, i am certain that,
        i'm convinced that, information on, incidents with, incidents involving, incident
        involving, an incident involving, any incident involving, events with, events
        involving, citizens who saw, witnesses who saw, people who saw, witnesses of, anyone
        who saw, anybody who saw, those who saw, anyone who has seen""",
    "b": """
        up, out, for, at, through, into, in, on, of, back, again, over, about, with, to,
        whatever, the, some""",
    "q": """
        if, whether, is there, are there, was there, were there, there is, there are, there was,
        there were, there has been, where is, where are, where was, where were, who is, who was, who
        are, who were, who's, what is, what was, what are, what's, where's, when did, when was,
        where did, which, what, where, when, who, how many, how often, anything, everything,
        something, what happened, whatever happened, what happens, what was happening, anything
        happening, happened, happening, any sign of, any signs of, sign of, signs of, sightings of,
        sighting of, any trace of, trace of, traces of, any sightings of, any sighting of, any
        record of, record of, records of, have there been, could there have been, might there have
        been, any chance of, any news of, evidence of, proof of, instances of, cases of, occurrences
        of, how often did, how often do, how often does, is there a way to, is there a chance of,
        who saw, who keeps, who keeps on, who was it that, what was it that, who is it that, bolo,
        wanted, query, it is about, concerning, is it just me or is there, all, any, every, there's,
        all sightings, sightings, would there be, has there been, how about, what about, each,
        anything showing, everything showing, anything that shows, is there somebody who, is there
        someone who, is there anyone who, is there anybody who, did anything happen, has anything
        happened, did something happen, at what time did, what time did, at what time, what time
        was, what time were, at what time was, how many times was, how many times did, how many
        times has, is it possible that, could it be that, wasn't there, isn't there, aren't there,
        weren't there, each time, every time, any time, whenever, can't find, cannot find, where
        exactly was, where exactly is, where might, where could, which way did, how did, how long
        was, how long were, who drove, whose, was it, is it, what were, where has, where have, when
        has, when have, where had, is there any way to, is there a way of, any way to, any way of,
        is there some way to, way to, any possibility to, is it possible to, it was a, it was an,
        there's been, there have been, there'd been, there had been, there have, there has, how i
        can see, how i can find, how can i see, how can i find, how to find, how do i find, how can
        i know, how i can know, atl, obs for, obs req for, lookout for, look out for, in which
        direction did, which direction did, in what direction did, what direction did, which way
        were, which way was, why was, why is, why were, who was driving, who is driving, who was
        riding, who rode, how long did, how long has, how fast did, there was this, there is this,
        there's this, there were these, there were those, anything weird, anything odd, anything
        strange, anything unusual, anything funny, anything weird going on, anything odd going on,
        anything strange going on, anything unusual going on, anything going on, anything
        interesting, why were there, why was there, why is there, why are there, why did""",
    "f": """
        the, just, also, now, really, then, and, but, basically, quickly, a, an, still, only""",
    "O": """
        this is, my name, my name's, i work, i am a, i'm a, i'm an, i am an, i am the, i'm the,
        we are a, we're a, we are the, we're the, for my, for our, for a, for an, for the, for
        tomorrow's, for today's, as a, as an, as part, on behalf, further to, with reference,
        with regard, in connection, writing from, calling from, writing for, i'm writing, i'm
        working, i'm calling, i am writing, i am calling, it's about, it's for, re case, as per,
        i'm with, i'm from, here from, i handle, i teach, i run, i manage, i study, i represent,
        we handle, we represent, we are assisting, we're assisting, we are checking, we're
        checking, we are investigating, we're investigating, we're fact-checking, i drive, we're
        looking into, i'm investigating, i'm doing, between you and me, per our, for tonight's,
        my policy, greetings from, i am student, i am journalist, may this, i'm translating, i
        am translating, we insure, i am handling, i'm handling, we are handling, we're handling,
        following up, i am following, i'm following, we are following, we're following, i am
        assisting, i'm assisting, i am preparing, i'm preparing, we are preparing, i am
        researching, i'm researching, i am covering, i'm covering, i am compiling, i'm
        compiling, i am reviewing, i'm reviewing, i am filing, i'm filing, i am acting, we act,
        i act, translating for, interpreting for, relaying for, i am relaying, i interpret, i
        translate, i am interpreting, per the, i keep, i fix, i rent, i sell, i own, i help, i
        guard, i deliver, i repair, i cook, i live, we run, we sell, we own, we keep, we
        deliver, we rent, we live, we repair, we have an open case, we have a case, i have a
        case, good day from, on behalf of, i have the, i let, i mind, i look after, as
        requested, it is for, according to, as the witness, translated statement""",
    "T": "to, attn, attention",
    "U": """
        embassy, consulate, consular, desk, liaison, insurer, insurance, claims, claim, case,
        ref, reference, newspaper, journalist, reporter, stringer, detective, inspector,
        dispatch, control, attaché, mr, ms, mrs, dr, newsdesk, fraud check, project, research,
        thesis, article, investigation, interpol, checking in, head of, section, expat,
        adjuster, sergeant, captain, bureau, unit, office, subject, policyholder, department,
        newsroom""",
    "E": "here, speaking",
    "w": """
        saying sorry, large number of, small number of, great number of, huge number of, about a
        dozen, about half a dozen, run away, ran away, runs away, run off, ran off, runs off, got
        our, got my, got his, got her, everything with, everything in, everything carrying,
        anything with, anything in, anything carrying, anyone with, anybody with, somebody with,
        someone with, anybody in, anybody on, anybody carrying, anyone in, anyone on,
        anyone carrying,
        to ky, which are, which is, which was, so many, so much traffic, at the moment, get into,
        get off, get out, got into, got off, got out""",
}
