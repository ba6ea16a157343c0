"""English words people ask with, by their kinds; of a word of two kinds the first counts."""

from search.question.asides.kinds import Kind

ENGLISH: dict[Kind, str] = {
    "g": """
        hi, hello, hey, hii, hiya, yo, howdy, dear, hi there, hey there, hello there, um, uh,
        umm, er, erm, omg, lol, lmao, haha, dude, mate, bro, buddy, folks, sir, madam, ma'am,
        team, colleagues, gentlemen, comrades, dear sir or madam, sir or madam, okay, ok, so,
        greetings, sorry, apologies, good morning, good afternoon, good evening, good day, good,
        morning all, morning team, evening all, thanks, thank you, thanks a lot, thanks a bunch,
        thanks a million, thanks so much, thank you so much, thank you very much, many thanks,
        thanks in advance, thank you in advance, thx, tks, ty, ta, cheers, much appreciated,
        appreciated, please, pls, plz, asap, urgent, urgently, quick one, quick, quick question,
        sorry to bother you, sorry to bother, excuse me, any ideas, any idea, any luck, any
        help, if possible, if you can, if you could, if you have it, if you have any, if that's
        ok, if you'd be so kind, for me, kindly, would be great, that would be great, as soon as
        possible, oh, ah, hmm, btw, fyi, bother, xx, merci, gracias, danke, true or nah, do the
        needful, to whom it may concern, pardon the intrusion, bless you, i kid you not, can
        check or not, anything helps, any footage, any sightings, is there footage, is there any
        footage of it, do you have footage, god bless, sorry for the trouble, for the record,
        for my report, for the file, for my records, need for court, this is urgent, it's
        urgent, it is urgent, so much, very much, ever so much, ever, respected, namaste, oi,
        g'day, apparently, i mean, hurry please, please keep watch, nobody believes me but,
        whoever is on duty, is there any material, is there any footage, maybe, perhaps,
        possibly, probably""",
    "m": "me, us",
    "e": "over, copy",
    "p": """
        i, we, you, anyone, anybody, our team, my team, my boss, my editor, our client, you
        guys, your system, the system, your archive, your records, your database, your office,
        your team, your colleagues, your officers, our desk, our office, our newsroom, my
        colleague, my colleagues, our colleagues""",
    "s": """
        someone, somebody, people, it, him, her, them, he, she, they, that, this, there, one,
        others, other people""",
    "d": "might, is, are, was, were, do, does, did, has, have, had",
    "a": """
        can, could, would, may, shall, will, should, don't, am, be, love, wish, hope, hoping,
        trying, try, going, gonna, must, mind, able, possible, any chance, chance, let, let's,
        help, asked, asking, wondering, wonder, curious, i'd, i'm, i've, we'd, we're, we've,
        you've, you'd, it's, that's, ever, as part of""",
    "A": """
        need, needs, want, wants, would like, i'd like, we'd like, i'd love, like to, would
        love, wanna, want to, wants to, gotta, interested in, looking for, searching for, after,
        require, required, seeking, in search of, on the lookout for, requesting, request, keen
        on, 'm after, trying to, is trying to, are trying to, hoping to, wish to, wishes to, is
        after, are after, still after, got any, got, wanted to, have to, need to, needs to,
        needing to""",
    "R": """
        would be grateful for, most grateful for, ever so grateful for, grateful for, would
        appreciate, wishes to enquire about, would like to enquire about, trouble you for,
        requests, is requesting, are requesting, grateful if, obliged if, glad if, appreciate it
        if, obliged for, be obliged for, obliged for help with, grateful for help with, ask for,
        to ask for, ask after, enquire after, enquire about, inquire about, kindly advise, asks
        for, is asking for, we'd appreciate, i'd appreciate, would like details of, may we ask
        you to""",
    "v": """
        find, finding, show, search, look, check, list, get, give, display, identify, locate,
        pull, bring, trace, view, review, verify, confirm, retrieve, fetch, tell, see, let me
        see, go through, go over, look through, look into, scan, have a look, take a look,
        provide, send, run a search, dig, pull up, dig up, dig out, bring up, get hold of, look
        up, check out, find out, come up, flag, compile, establish, enquire, advise, respond,
        track down, hunt for, extract, export, filter, filter for, narrow down to, count, eyes
        on, looking at, re, regarding, spot, lookout for, seeing, enquiring, determine,
        ascertain, share, let me know, return, obtain, receive, monitor, try, telling""",
    "k": """
        seen, saw, notice, noticed, spot, spotted, know, knows, watch, catch, caught, searching,
        looking, checking, got, showing, pulled, track, hear, heard, remember, recognise,
        recognize, handed, found, have, do, hold, keep""",
    "S": """
        says, say if, say whether, claims, claims that, remembers, believes, thinks, know if,
        know whether, know about, confirm if, confirm whether, confirmation that, list of, a
        list of, counts of, details of, details on, a check on, check on, look into, looked up,
        any sighting of, recordings of, enquiring about, inquiring about, assist with, examine,
        tell our newsroom that, says that, wonder whether, wonder if, wondering whether,
        wondering if, they say, it is reported that, someone reported, a caller reported, caller
        reported, reportedly, ask about, to ask about, i write about, we write about, i am
        writing about, i'm writing about, requests help with, help with""",
    "b": """
        up, out, for, at, through, into, in, on, of, back, again, over, about, with, to,
        whatever, the, information on, information about, some""",
    "q": """
        if, whether, is there, are there, was there, were there, there is, there are, there was,
        there were, there has been, where is, where are, where was, where were, who is, who was,
        who are, who were, who's, what is, what was, what are, what's, where's, when did, when
        was, where did, which, what, where, when, who, how many, how often, anything,
        everything, something, what happened, whatever happened, what happens, what was
        happening, anything happening, happened, happening, any sign of, any signs of, sign of,
        signs of, sightings of, sighting of, any trace of, trace of, traces of, any sightings
        of, any sighting of, any record of, record of, records of, have there been, could there
        have been, might there have been, any chance of, any news of, evidence of, proof of,
        instances of, cases of, occurrences of, how often did, is there a way to, is there a
        chance of, who saw, who keeps, who keeps on, who was it that, what was it that, who is
        it that, bolo, wanted, query, it is about, concerning, is it just me or is there, all,
        any, every, there's, all sightings, sightings, would there be, has there been, whoever,
        how about, what about, each, anything showing, everything showing, anything that shows""",
    "f": "the, just, also, now, really, then, and, but, basically, quickly, a, an, still, only",
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
        i act""",
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
        got our, got my, got his, got her, everything with, everything in, everything carrying,
        anything with, anything in, anything carrying, anyone with, anyone in, anyone on, anyone
        carrying, to ky, which are, which is, which was, so many, so much traffic""",
}
