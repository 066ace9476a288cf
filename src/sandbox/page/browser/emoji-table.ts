// The emoji the workspace knows: per group, between dots: names (the first is the one sent),
// the character, words to find it by.
export const emojiTable: Record<string, string> = {
  'Handy here': `
ear 👂 listen hear capture feedback · eyes 👀 look looking watch · ticket 🎫 issue create
no_bell 🔕 mute not feedback quiet · rotating_light 🚨 severe alarm urgent siren
link 🔗 chain existing url · +1,thumbsup 👍 yes good like approve · -1,thumbsdown 👎 no bad dislike
white_check_mark ✅ done yes shipped · heavy_check_mark ✔️ done · x ❌ no wrong cancel
warning ⚠️ careful · question ❓ ask · exclamation ❗ important · fire 🔥 hot burning · bug 🐛 insect defect
tada 🎉 party celebrate hooray · rocket 🚀 ship launch deploy · pray 🙏 please thanks
raised_hands 🙌 hooray · heart ❤️ love · 100 💯 perfect`,
  Smileys: `
grinning 😀 smile happy · smiley 😃 happy · smile 😄 happy laugh · grin 😁 happy
laughing,satisfied 😆 happy haha · sweat_smile 😅 relief phew · joy 😂 tears laugh lol
rolling_on_the_floor_laughing,rofl 🤣 lol · slightly_smiling_face 🙂 smile
upside_down_face 🙃 silly irony · wink 😉 flirt · blush 😊 happy shy · innocent 😇 angel halo
heart_eyes 😍 love · star-struck 🤩 wow · kissing_heart 😘 love · yum 😋 tasty · stuck_out_tongue 😛 tongue
zany_face 🤪 silly · hugging_face 🤗 hug · thinking_face,thinking 🤔 hmm consider
zipper_mouth_face 🤐 secret · face_with_raised_eyebrow 🤨 doubt · neutral_face 😐 meh
expressionless 😑 meh · no_mouth 😶 silent · smirk 😏 smug · unamused 😒 annoyed
face_with_rolling_eyes 🙄 annoyed · grimacing 😬 awkward · relieved 😌 calm · pensive 😔 sad
sleepy 😪 tired · sleeping 😴 zzz tired · mask 😷 sick · face_with_thermometer 🤒 sick
nauseated_face 🤢 sick · exploding_head 🤯 mind blown · partying_face 🥳 celebrate · sunglasses 😎 cool
nerd_face 🤓 geek · face_with_monocle 🧐 inspect · confused 😕 puzzled · worried 😟 concern
slightly_frowning_face 🙁 sad · open_mouth 😮 surprise · hushed 😯 surprise · astonished 😲 wow
flushed 😳 embarrassed · pleading_face 🥺 puppy · cry 😢 sad tear · sob 😭 crying sad · scream 😱 fear shock
disappointed 😞 sad · sweat 😓 nervous · weary 😩 tired · tired_face 😫 tired · yawning_face 🥱 bored
triumph 😤 steam · rage 😡 angry · angry 😠 mad · face_with_symbols_on_mouth 🤬 swearing · skull 💀 dead
hankey,poop 💩 bad · clown_face 🤡 joke · ghost 👻 boo · alien 👽 space · robot_face 🤖 bot machine
see_no_evil 🙈 monkey · hear_no_evil 🙉 monkey · speak_no_evil 🙊 monkey · melting_face 🫠 heat
saluting_face 🫡 yes sir · face_holding_back_tears 🥹 moved`,
  People: `
wave 👋 hello bye hi · raised_hand ✋ stop · ok_hand 👌 perfect · pinched_fingers 🤌 italian · v ✌️ peace
crossed_fingers 🤞 luck · call_me_hand 🤙 shaka · point_left 👈 · point_right 👉 · point_up_2 👆
point_down 👇 · fist 👊 bump · clap 👏 applause bravo · open_hands 👐 · handshake 🤝 deal agree
writing_hand ✍️ note · muscle 💪 strong · brain 🧠 smart think · eye 👁️ see · bust_in_silhouette 👤 user
busts_in_silhouette 👥 users customers · technologist 🧑‍💻 developer engineer
construction_worker 👷 build · detective 🕵️ investigate · facepalm 🤦 disbelief · shrug 🤷 whatever
raising_hand 🙋 me · bow 🙇 sorry thanks · ninja 🥷 · man-running,running 🏃 hurry`,
  Nature: `
dog 🐶 pet · cat 🐱 pet · bear 🐻 · panda_face 🐼 · fox_face 🦊 · unicorn_face 🦄 magic · bee 🐝 · butterfly 🦋
turtle 🐢 slow · snail 🐌 slow · octopus 🐙 · whale 🐳 · penguin 🐧 linux · owl 🦉 wise · sloth 🦥 slow
seedling 🌱 grow · evergreen_tree 🌲 · cactus 🌵 · four_leaf_clover 🍀 luck · sunflower 🌻 · rose 🌹
sunny ☀️ weather · cloud ☁️ weather · rainbow 🌈 · snowflake ❄️ cold · zap ⚡ fast lightning
droplet 💧 water · ocean 🌊 wave · star ⭐ favourite · star2 🌟 shine · sparkles ✨ new shiny
boom 💥 crash explosion · earth_africa 🌍 world · moon 🌔 night`,
  Food: `
coffee ☕ break · tea 🍵 · beer 🍺 drink · beers 🍻 cheers · clinking_glasses 🥂 cheers · pizza 🍕
hamburger 🍔 · taco 🌮 · sushi 🍣 · cookie 🍪 · cake 🍰 · birthday 🎂 cake · doughnut 🍩 · popcorn 🍿 watch
apple 🍎 · banana 🍌 · avocado 🥑 · bread 🍞 · cheese_wedge 🧀 · salt 🧂`,
  Activity: `
trophy 🏆 win · medal 🏅 award · first_place_medal 🥇 gold · dart 🎯 target goal · game_die 🎲 random
jigsaw 🧩 puzzle piece · soccer ⚽ · basketball 🏀 · art 🎨 design · musical_note 🎵 · guitar 🎸
headphones 🎧 listen · balloon 🎈 party · confetti_ball 🎊 party · gift 🎁 present · car 🚗
ambulance 🚑 emergency · train 🚆 · airplane ✈️ travel · ship 🚢 · bike 🚲 · house 🏠 home · office 🏢 work
hospital 🏥 · bank 🏦 payments · construction 🚧 progress`,
  Objects: `
bell 🔔 notify · loudspeaker 📢 announce · mega 📣 megaphone announce · speech_balloon 💬 comment
thought_balloon 💭 think · bulb 💡 idea · computer 💻 laptop · iphone 📱 phone mobile · keyboard ⌨️
printer 🖨️ · floppy_disk 💾 save · cd 💿 · camera 📷 screenshot · mag 🔍 search · lock 🔒 secure · unlock 🔓
key 🔑 password · hammer 🔨 build · wrench 🔧 fix tool · hammer_and_wrench 🛠️ fix · gear ⚙️ settings
toolbox 🧰 · magnet 🧲 · test_tube 🧪 experiment · microscope 🔬 · satellite 🛰️ · battery 🔋 power
electric_plug 🔌 plugin · package 📦 release box · mailbox 📫 · email,envelope 📧 mail · inbox_tray 📥
outbox_tray 📤 · memo,pencil 📝 note write · clipboard 📋 · pushpin 📌 pin · round_pushpin 📍 place
paperclip 📎 attach · scissors ✂️ cut · wastebasket 🗑️ delete · file_folder 📁 · calendar 📆 date
date 📅 calendar · bar_chart 📊 statistics · chart_with_upwards_trend 📈 growth up
chart_with_downwards_trend 📉 decline down · books 📚 · book 📖 read · bookmark 🔖 · label 🏷️ tag
moneybag 💰 revenue · dollar 💵 money · credit_card 💳 payment · receipt 🧾 · hourglass ⌛ wait
hourglass_flowing_sand ⏳ wait · alarm_clock ⏰ time · stopwatch ⏱️ time · shield 🛡️ security · door 🚪
broom 🧹 clean · thread 🧵 reply · lady_beetle 🐞 bug · ladder 🪜`,
  Symbols: `
heavy_plus_sign ➕ add · heavy_minus_sign ➖ remove · arrow_up ⬆️ · arrow_down ⬇️ · arrow_left ⬅️
arrow_right ➡️ · arrow_upper_right ↗️ rising · arrow_lower_right ↘️ falling
arrows_counterclockwise 🔄 refresh sync · repeat 🔁 again · leftwards_arrow_with_hook ↩️ undo
twisted_rightwards_arrows 🔀 merge shuffle · fast_forward ⏩
black_right_pointing_triangle,arrow_forward ▶️ play · double_vertical_bar,pause_button ⏸️ pause
no_entry ⛔ stop · no_entry_sign 🚫 forbidden · octagonal_sign 🛑 stop · information_source ℹ️ info
bangbang ‼️ · interrobang ⁉️ · new 🆕 · ok 🆗 · sos 🆘 help · up 🆙 · free 🆓 · one 1️⃣ · two 2️⃣ · three 3️⃣
four 4️⃣ · five 5️⃣ · red_circle 🔴 · large_orange_circle 🟠 · large_yellow_circle 🟡
large_green_circle 🟢 · large_blue_circle 🔵 · large_purple_circle 🟣 · white_circle ⚪ · black_circle ⚫
large_blue_square 🟦 · large_green_square 🟩 · large_red_square 🟥 · white_large_square ⬜
small_blue_diamond 🔹 · small_orange_diamond 🔸 · broken_heart 💔 · blue_heart 💙 · green_heart 💚
yellow_heart 💛 · purple_heart 💜 · black_heart 🖤 · heart_hands 🫶 · checkered_flag 🏁 finish
triangular_flag_on_post 🚩 red flag · white_flag 🏳️ · seven 7️⃣ · copyright ©️ · tm ™️`,
};
