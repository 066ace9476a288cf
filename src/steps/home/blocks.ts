// App Home: what is mine, what waits for me, what I said I would look at, and how Earshot is doing. Pure.
import type { Button, HomeView, KnownBlock } from '@slack/types';
import { button, context, count, divider, header, moment, said, section } from '../../text/screen.ts';
import { stateWords } from '../prioritize/blocks.ts';
import { scoreWords, type ThemeLine, themeName, titleWords } from '../prioritize/theme-line.ts';
import { type SameThemeQuestion, sameThemeScreen } from '../theme/blocks.ts';

export type Home = {
  areas: { key: string; name: string; themes: number; urgent: number }[];
  /** Of my areas; of all where I own none. */
  themes: ThemeLine[];
  questions: SameThemeQuestion[];
  looking: ThemeLine[];
  numbers: {
    week: { items: number; customers: number };
    /** Of items of the last 7 days older than two hours: read within two hours. */
    inTime: { items: number; inTime: number };
    openThemes: number;
    tickets: { open: number; done: number };
  };
  /** When my digest comes; null: I get none. */
  personalDigest: { when: string; nextAt: Date } | null;
  wantsQuestions: boolean;
  /** Who may not make tickets gets no button for it. */
  mayDecide: boolean;
  /** Earshot is in no channel yet. */
  listensNowhere: boolean;
};

export function homeView(home: Home): HomeView {
  return {
    type: 'home',
    blocks: [
      ...welcome(home),
      ...areaBlocks(home),
      ...themeBlocks(home),
      ...questionBlocks(home.questions),
      ...lookingBlocks(home.looking),
      divider,
      ...numberBlocks(home.numbers),
      ...choiceBlocks(home),
    ].slice(0, 100),
  };
}

/** Guests and people of other organisations. */
export function strangerView(because: string): HomeView {
  return { type: 'home', blocks: [section(said(because, 300) || 'Not for you.')] };
}

function welcome({ listensNowhere }: Home): KnownBlock[] {
  if (!listensNowhere) return [];
  const words =
    'Earshot is in no channel yet. Type `/invite @Earshot` in a channel where you hear from customers; it asks how to listen there.';
  return [section(`:wave: ${words}`), divider];
}

function areaBlocks({ areas }: Home): KnownBlock[] {
  if (areas.length === 0) return [];
  const rows = areas.slice(0, 10).map(({ key, name, themes, urgent }) => {
    const what = themes === 0 ? 'nothing heard' : count(themes, 'theme');
    const hot = urgent > 0 ? `, *${urgent} high or critical*` : '';
    return section(`*${said(name, 60)}* · ${what}${hot}`, button('Show themes', 'home-top', key));
  });
  return [header('My areas'), ...rows];
}

function themeBlocks({ themes, areas, mayDecide }: Home): KnownBlock[] {
  const title = areas.length > 0 ? 'Open themes in my areas' : 'Themes that matter most';
  if (themes.length === 0) return [header(title), section('Nothing was heard yet.')];
  return [header(title), ...themes.slice(0, 8).flatMap((theme) => themeRows(theme, mayDecide))];
}

function themeRows(theme: ThemeLine, mayDecide: boolean): KnownBlock[] {
  const words = [scoreWords(theme), count(theme.customers, 'customer'), stateWords(theme)].filter(Boolean);
  const ticket: Button[] = theme.ticket || !mayDecide ? [] : [button('Create ticket', 'ticket', theme.id)];
  return [
    section(`*${titleWords(theme)}*\n${words.join(' · ')} · ${themeName(theme.number)}`),
    {
      type: 'actions',
      elements: [
        button('Details', 'theme', theme.id),
        ...ticket,
        button('Looking into it', 'looking', theme.id),
        button('Not now', 'not-now', theme.id),
      ],
    },
  ];
}

function questionBlocks(questions: SameThemeQuestion[]): KnownBlock[] {
  if (questions.length === 0) return [];
  const asked = questions.slice(0, 3).flatMap((question) => sameThemeScreen(question).blocks);
  return [header('Questions for me'), ...asked];
}

function lookingBlocks(looking: ThemeLine[]): KnownBlock[] {
  if (looking.length === 0) return [];
  const rows = looking.slice(0, 8).map((theme) => {
    const words = `${themeName(theme.number)} ${titleWords(theme)}\n${[scoreWords(theme), stateWords(theme)].filter(Boolean).join(' · ')}`;
    return section(words, button('Done looking', 'looking', theme.id));
  });
  return [header('What I look into'), ...rows];
}

function numberBlocks({ week, inTime, openThemes, tickets }: Home['numbers']): KnownBlock[] {
  const share =
    inTime.items === 0
      ? 'nothing new this week'
      : `${Math.floor((100 * inTime.inTime) / inTime.items)} % (goal 90 %)`;
  return [
    header('How we are doing'),
    section(
      [
        `*Heard this week* ${count(week.items, 'item')} from ${count(week.customers, 'customer')}`,
        `*Read within 2 hours* ${share}`,
        `*Themes* ${openThemes} open · *Tickets* ${tickets.open} open, ${tickets.done} done`,
      ].join('\n'),
    ),
  ];
}

function choiceBlocks({ personalDigest, areas, wantsQuestions }: Home): KnownBlock[] {
  const mine = personalDigest
    ? `*My digest* ${personalDigest.when}, next ${moment(personalDigest.nextAt, 'time')}`
    : '*My digest* none. It would bring the themes of my areas by direct message.';
  const digest: Button[] = personalDigest
    ? [button('Change', 'my-digest', 'open'), button('Stop it', 'my-digest-stop', 'stop')]
    : [button('Get a digest', 'my-digest', 'open')];
  const owns = areas.length > 0 || personalDigest !== null;
  const questions = wantsQuestions
    ? {
        words: '*Questions* Earshot may ask me, a few a day at most, whether reports are the same.',
        button: button('Do not ask me', 'my-questions', 'off'),
      }
    : { words: '*Questions* Earshot does not ask me.', button: button('Ask me', 'my-questions', 'on') };
  return [
    header('My choices'),
    ...(owns
      ? [
          section(mine),
          { type: 'actions' as const, elements: digest },
          section(questions.words, questions.button),
        ]
      : context(
          'You own no area in areas.yml: there is nothing to choose. `/earshot areas` shows who owns what.',
        )),
  ];
}
