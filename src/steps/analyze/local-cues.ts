// English phrases that tell what kind of feedback a sentence is. Weights are votes, compared only with one another.
import type { Kind } from './analysis.ts';

export type Cue = { kind: Kind; weight: number; phrases: string };

export const englishCues: Cue[] = [
  {
    kind: 'bug',
    weight: 2,
    phrases: `crash* | bug | bugs | buggy | broken | does not work | do not work | did not work | is not working |
      are not working | not working | stopped working | no longer work* | does nothing | nothing happens |
      error | errors | error message | exception | glitch* | malfunction* | corrupt* | does not load | not loading |
      will not load | does not open | will not open | will not start | does not start | does not save |
      not saving | does not show | not showing | does not appear | not appearing | not displayed | does not display |
      does not update | not updating | does not sync | not syncing | does not recognise | does not recognize | does not connect |
      fails | failed | failing | failure | blank page | blank screen | white screen | black screen | wrong |
      incorrect* | twice by mistake | charged twice | double charged | duplicated | went missing | disappear* | vanish* |
      lost all | lost my | lost our | deleted itself | regression | used to work | worked before | worked fine until |
      freezes | freezing | froze | frozen | returns nothing | shows nothing | shows up empty | is blank | stays blank | remains blank | comes up blank | throws | raises | typeerror | never sent | never comes | never shows | login loop | an hour late | hours late | minutes late | a day late | too early | too late | duplicates | hangs | stuck | unresponsive | 404 | undefined | nan | null pointer | segfault |
      infinite loop | keeps loading | mojibake | garbled | off by one | out of sync | mismatch* | miscalculat*`,
  },
  {
    kind: 'bug',
    weight: 1.2,
    phrases: `can not ~ log in | can not ~ login | can not ~ sign in | can not ~ open | can not ~ save | can not ~ upload |
      can not ~ download | can not ~ export | can not ~ import | can not ~ connect | can not ~ access | can not ~ pay |
      can not ~ submit | can not ~ load | can not ~ edit | can not ~ delete | can not ~ send | can not ~ see | can not ~ use |
      can not ~ install | can not ~ find | can not ~ get | could not | unable to | not able to | issue | issues | problem | problems |
      refuses to | rejects | rejected | declined | empty | missing | unexpected* | instead of | still shows | still showing |
      not found | invalid | does not | do not | did not | has not | have not | is not | are not | was not | were not | nothing | never arriv* | never received | not received | not receiving | weird | strange* | ignores | ignored |
      overlaps | cut off | truncated | reproduce* | steps to reproduce | expected behavior | expected behaviour |
      actual behavior | stack trace | workaround`,
  },
  {
    kind: 'performance',
    weight: 2.6,
    phrases: `slow | slower | slowly | very slow | so slow | really slow | sluggish | lag | lags | laggy | lagging | takes forever |
      takes ages | took forever | takes too long | takes so long | take too long | taking forever | too long to load | load time* |
      loading time* | response time* | latency | high cpu | cpu usage | memory usage | memory leak | uses ~ memory | drains ~ battery |
      battery drain* | eats ~ battery | performance | takes ~ seconds | takes ~ minutes | takes ~ hours | needs ~ seconds | needs ~ minutes | needs more than ~ minute | wait ~ seconds | wait ~ minutes | half a minute | seconds to load | minutes to load | seconds to open | minutes to open | hours to |
      seconds to | minutes to | spinner for | spins for | spinning for | crawl | crawls | crawling | snail* | unbearably slow | stutter* | choppy | fps`,
  },
  {
    kind: 'reliability',
    weight: 2.6,
    phrases: `outage | is down | are down | was down | went down | been down | goes down | keeps going down | unavailable | unreachable | downtime |
      500 error | 500s | 502 | 503 | 504 | bad gateway | service unavailable | gateway timeout | time out | times out | timed out |
      timeout | timeouts | timing out | intermittent* | randomly | at random | sporadic* | unstable | unreliable | flaky | keeps crashing |
      keeps disconnecting | disconnects | disconnected | keeps dropping | drops the connection | connection lost | loses connection |
      lost connection | keeps logging me out | logs me out | logged out every | keeps failing | every few minutes | every few hours |
      works sometimes | sometimes works | only sometimes | half the time | hit or miss | on and off | from time to time | again and again`,
  },
  {
    kind: 'usability',
    weight: 2.4,
    phrases: `confusing | confused | confuses | unclear | not clear | not obvious | unintuitive | not intuitive | counterintuitive | hard to find |
      hard to see | hard to read | hard to use | hard to understand | hard to tell | difficult to find | difficult to use | difficult to read |
      difficult to understand | can not figure out | could not figure out | too many clicks | too many steps | so many clicks |
      extra clicks | buried | cluttered | clunky | clumsy | awkward | tedious | cumbersome | tiny text | too small to | font ~ small |
      low contrast | illegible | unreadable | misleading | user unfriendly | not user friendly | not very user friendly | unfriendly |
      annoying | inconvenient | complicated | overwhelming | no idea where | no idea what | took me ~ to find | took us ~ to find |
      accidentally | by accident | easy to miss | screen reader | keyboard navigation | accessibility | ugly |
      scroll* ~ to find | have to scroll | have to click | navigation | poor ui | bad ui | bad ux`,
  },
  {
    kind: 'missing feature',
    weight: 2.4,
    phrases: `would be great | would be nice | would be good | would be cool | would be awesome | would be amazing | would be helpful | would be useful |
      would be handy | would be better if | would be perfect if | be great if | be nice if | be nice to | would love | would like to be able |
      would like to see | i would like | we would like | would help | would save us | would make ~ easier | please add | pls add | please support | please allow |
      please implement | please include | please make it | please let us | please give us | please bring | please provide | could you add | can you add | could you please add |
      can we get | can we have | could we get | could we have | i wish | we wish | wish ~ had | wish there | wish you | wish it | feature request |
      request for | requesting | suggestion | suggest | suggesting | there should be | should be able to | should be possible | should support | should allow |
      should have | need a way | need the ability | need an option | needs an option | need support for | needs to support | missing feature | missing the option |
      missing an option | missing the ability | lacks | lacking | lack of | no way to | no option | not possible to | not supported | does not support |
      no support for | add support | add an option | add a | add the | add more | adding | ability to | option to | allow us to | allow users to | let us | would be a game changer |
      looking forward to | any plans | is it planned | on the roadmap | roadmap | proposal | propose | feature | enhancement | improvement | hoping for | hope you add |
      the only thing missing | all that is missing | could use a | in the future | bring back | would benefit from | dark mode please`,
  },
  {
    kind: 'question',
    weight: 2.2,
    phrases: `how do i | how do we | how do you | how can i | how can we | how to | how does | how would i | how is | how are | how long | how much | how many | how often |
      is there a way | is there any way | is there an option | is it possible | is it safe | where do i | where can i | where is | where are | where to |
      what is the | what does | what do i | what are | what happens | which | when will | when do | who can | who do | why is | why does | why do | why are | why did | why was |
      can i | can we | does anyone | do i | do we | do you | does it | does the | does your | is there | are there | am i |
      should i | should we | what should | may i | anyone know | i was wondering | wondering if | wondering how | any idea | any ideas | please advise | please explain | could you explain | can you explain |
      can you tell me | could you tell me | would like to know | want to know | need to know | not sure how | not sure if | question`,
  },
  {
    kind: 'praise',
    weight: 2,
    phrases: `love | loving | loved | great | awesome | amazing | fantastic | excellent | perfect | perfectly | wonderful | brilliant | superb | outstanding |
      best app | the best | best tool | impressed | impressive | delighted | very happy | really happy | so happy | super happy | happy with | pleased | satisfied |
      works great | works well | works perfectly | works like a charm | works flawlessly | great job | good job | nice job | well done | nice work | great work | kudos | props to |
      hats off | thank you for | thanks for | thank you so much | really like | i like | we like | enjoy | enjoying | easy to use | user friendly | intuitive | super easy | very useful | very helpful |
      helpful | life saver | lifesaver | saves us | saved us | saved me | game changer | recommend | highly recommend | five stars | 5 stars | so much better | much better | much faster | big improvement | good app |
      good | nice | cool | smooth | beautiful | lovely | fun | congrats | keep it up | keep up the good work | very good | so good | no complaints | no problems | no issues | flawless | never had a problem`,
  },
];

/** A wish in the past or a hint at trouble under politeness: these phrases take a praise cue back. */
export const praiseTurned = `not great | not good | not very good | not so good | not perfect | not happy | not impressed | not helpful | not intuitive | not user friendly | not recommend |
  would be great | would be nice | would be good | would be cool | would be awesome | would be amazing | would be perfect | would be helpful | would be useful | would be lovely | be great if | be nice if | great if | nice if | nice to have |
  would love | would like | good if | used to love | used to be great | used to be good | i like to | would recommend fixing | great but | good but | nice but | the best way | no good | as good as | good luck | love to see | love to have | love it if | love for | for good | good to know | much better if | better if`;
