// A bot written with discord.js that answers as package walktest says. It logs
// in with DISCORD_TOKEN at DISCORD_API and leaves when its standard input ends.
"use strict";
const {
  ActionRowBuilder, ApplicationCommandOptionType, ApplicationCommandType, ButtonBuilder, ButtonStyle,
  ChannelSelectMenuBuilder, Client, ContainerBuilder, Events, GatewayIntentBits, MessageFlags, ModalBuilder, Partials,
  RoleSelectMenuBuilder, StringSelectMenuBuilder, TextDisplayBuilder, TextInputBuilder, TextInputStyle,
  UserSelectMenuBuilder,
} = require("discord.js");

const client = new Client({
  rest: { api: process.env.DISCORD_API },
  intents: [GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
  partials: [Partials.Channel], // conversations are not told of beforehand
});

client.once(Events.ClientReady, async () => {
  await client.application.commands.set([
    {
      name: "walk", description: "Walk",
      options: [{ type: ApplicationCommandOptionType.String, name: "word", description: "Where", required: true, autocomplete: true }],
    },
    { name: "Read", type: ApplicationCommandType.Message },
    { name: "Greet", type: ApplicationCommandType.User },
  ]);
});

const hidden = (content) => ({ content, flags: MessageFlags.Ephemeral });

async function slash(i) {
  const word = i.options.getString("word");
  switch (word) {
    case "later":
      await i.deferReply();
      await i.editReply("walked later");
      return i.followUp(hidden("followed"));
    case "pick":
      return i.reply({
        content: "walked pick",
        components: [[UserSelectMenuBuilder, "users"], [RoleSelectMenuBuilder, "roles"], [ChannelSelectMenuBuilder, "channels"]]
          .map(([Builder, id]) => new ActionRowBuilder().addComponents(new Builder().setCustomId(id))),
      });
    case "card":
      await i.deferReply();
      return i.editReply({
        flags: MessageFlags.IsComponentsV2,
        components: [new ContainerBuilder().addTextDisplayComponents(new TextDisplayBuilder().setContent("walked card"))],
      });
  }
  return i.reply({
    content: "walked " + word,
    components: [
      new ActionRowBuilder().addComponents(
        new ButtonBuilder().setCustomId("update").setLabel("Update").setStyle(ButtonStyle.Primary),
        new ButtonBuilder().setCustomId("modal").setLabel("Modal").setStyle(ButtonStyle.Secondary)),
      new ActionRowBuilder().addComponents(
        new StringSelectMenuBuilder().setCustomId("choose").addOptions({ label: "a", value: "a" }, { label: "b", value: "b" })),
    ],
  });
}

async function interaction(i) {
  if (i.isAutocomplete()) {
    const word = i.options.getFocused();
    return i.respond([word, word + "!"].map((name) => ({ name, value: name })));
  }
  if (i.isChatInputCommand()) return slash(i);
  if (i.isMessageContextMenuCommand()) return i.reply(hidden("read " + i.targetMessage.content));
  if (i.isUserContextMenuCommand()) return i.reply(hidden("greet " + i.targetUser.username));
  if (i.isModalSubmit()) return i.reply(hidden("hello " + i.fields.getTextInputValue("name")));
  const picked = (name) => i.update({ content: "picked " + name, components: [] });
  switch (i.customId) {
    case "users":
      return picked(i.users.first().username);
    case "roles":
      return picked(i.roles.first().name);
    case "channels":
      return picked(i.channels.first().name);
    case "update":
      return i.update({ content: "updated", components: [] });
    case "modal":
      return i.showModal(new ModalBuilder().setCustomId("ask").setTitle("Who").addComponents(
        new ActionRowBuilder().addComponents(
          new TextInputBuilder().setCustomId("name").setLabel("Name").setStyle(TextInputStyle.Short))));
    case "choose":
      await i.deferUpdate();
      return i.followUp("chose " + i.values[0]);
  }
}

async function message(m) {
  if (m.author.id === client.user.id) return;
  if (!m.guildId) return m.channel.send("in private");
  if (!m.mentions.users.has(client.user.id)) return;
  await m.channel.sendTyping();
  await m.reply({ content: "heard", allowedMentions: { parse: [] } });
}

// Whatever goes wrong is an error of the walk.
const failing = (f) => (x) => f(x).catch((err) => { console.error(err); process.exitCode = 1; });
client.on(Events.InteractionCreate, failing(interaction));
client.on(Events.MessageCreate, failing(message));
client.on(Events.Error, (err) => console.error(err));

process.stdin.resume().on("end", () => client.destroy());
client.login(process.env.DISCORD_TOKEN);
